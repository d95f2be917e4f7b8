import '../testing/real-node-names.ts'
import MarkdownIt from 'markdown-it'
import { describe, expect, it, vi } from 'vitest'
import { createBlockStream, type BlockGroup, type MarkdownBlock } from './block-stream.ts'
import { labels } from './testing/labels.ts'

const document = `# Title

First paragraph with **bold**, \`code\` and a [link](https://example.com/a).

- one
- two
  - nested

  loose end
- three

1. first
2. second

   \`\`\`js
   const nested = 1 // in a list
   \`\`\`

| a | b |
|---|:-:|
| 1 | 2 |

Setext
------

> quote
> with [late][ref]

\`\`\`python
def f(x):

    return x  # blank line above
\`\`\`

    indented code

$$
a_1 + b_2 * c_3
$$

Price $5 and $10, formula $x_1^2$ 中文段落。

![alt](https://example.com/pixel.png)

[ref]: https://example.org/late "Late"

Last line`

function toHtml(groups: readonly BlockGroup[]): string {
  return groups
    .flat()
    .map(({ html, code }) => html + (code ?? ''))
    .join('')
}

function renderAtOnce(text: string): string {
  return toHtml(createBlockStream(labels).update(text, true))
}

function renderInSteps(text: string, step: number): string {
  const stream = createBlockStream(labels)
  for (let end = step; end < text.length; end += step) stream.update(text.slice(0, end), false)
  stream.update(text, false)
  return toHtml(stream.update(text, true))
}

describe('a block stream', () => {
  it.each([1, 2, 3, 7, 40, 1000])(
    'ends with the same HTML as one go when text comes %i characters at a time',
    (step) => {
      expect(renderInSteps(document, step)).toBe(renderAtOnce(document))
    },
  )

  it('ends with the same HTML as one go for text with Windows and old Macintosh line breaks', () => {
    for (const lineBreak of ['\r\n', '\r']) {
      const text = document.replaceAll('\n', lineBreak)
      expect(renderInSteps(text, 5)).toBe(renderAtOnce(text))
    }
  })

  it('shows at each step what one go shows of the same text, but for links that are defined later', () => {
    const text = document.replace('[late][ref]', 'no reference')
    const stream = createBlockStream(labels)
    for (let end = 1; end < text.length; end += 3) {
      const partial = text.slice(0, end)
      const fresh = createBlockStream(labels)
      expect(toHtml(stream.update(partial, false))).toBe(toHtml(fresh.update(partial, false)))
    }
  })

  it('keeps the objects of settled blocks and of full groups', () => {
    const stream = createBlockStream(labels)
    const text = Array.from({ length: 40 }, (_, index) => `Paragraph ${index}`).join('\n\n')
    const before = stream.update(text, false)
    const after = stream.update(`${text} and more`, false)
    expect(after[0]).toBe(before[0])
    expect(after[1]).toBe(before[1])
    expect(after.flat()[38]).toBe(before.flat()[38])
    expect(after.flat()[39]).not.toBe(before.flat()[39])
  })

  it('gives the same groups back when nothing changed', () => {
    const stream = createBlockStream(labels)
    const before = stream.update('One\n\nTwo', false)
    expect(stream.update('One\n\nTwo', false)).toBe(before)
    expect(stream.update('One\n\nTwo', true)).toBe(before)
  })

  it('uses a link definition that settled before the link', () => {
    const stream = createBlockStream(labels)
    const text = '[ref]: https://example.org/\n\nOne\n\nTwo\n\nThree\n\nSee [ref]'
    stream.update(text.slice(0, -9), false)
    expect(toHtml(stream.update(text, false))).toContain('href="https://example.org/"')
  })

  it('starts over when the text is another one', () => {
    const stream = createBlockStream(labels)
    stream.update('One\n\nTwo\n\nThree\n\nFour', false)
    expect(toHtml(stream.update('Other', false))).toBe(
      toHtml(createBlockStream(labels).update('Other', false)),
    )
  })

  it('marks a code fence as open until it closes or the text is complete', () => {
    const stream = createBlockStream(labels)
    expect(toHtml(stream.update('```js\nlet a', false))).toContain('md-code-open')
    expect(toHtml(stream.update('```js\nlet a\n```', false))).not.toContain('md-code-open')
    expect(toHtml(createBlockStream(labels).update('```js\nlet a', true))).not.toContain('md-code-open')
  })

  it('holds a block with formulas for unfinished until another follows or the text is complete', () => {
    const growing = (text: string, isComplete = false) => {
      const stream = createBlockStream(labels)
      return stream
        .update(text, isComplete)
        .flat()
        .map((block) => block.isGrowing)
    }
    expect(growing('Sum $a$ and')).toEqual([true])
    expect(growing('Sum $a$ and', true)).toEqual([false])
    expect(growing('Sum $a$.\n\nNext')).toEqual([false, false])
    expect(growing('No formula')).toEqual([false])
    const stream = createBlockStream(labels)
    const [before] = stream.update('Sum $a$.', false).flat()
    const [after] = stream.update('Sum $a$.\n\nNext', false).flat()
    expect([before?.isGrowing, after?.isGrowing]).toEqual([true, false])
    expect(after?.html).toBe(before?.html)
  })

  it('does not take a marked line inside a longer fence for its end', () => {
    const stream = createBlockStream(labels)
    expect(toHtml(stream.update('````md\n```\nx\n```', false))).toContain('md-code-open')
    expect(toHtml(stream.update('> ```js\n> a\n> ```', false))).not.toContain('md-code-open')
  })

  it('takes code that is being written apart from what stands around it, which stays the same', () => {
    const stream = createBlockStream(labels)
    const text = 'Here:\n\n```ts\nconst a = `b`\n\nlet c = "<d>"\n  ``'
    const seen: (string | null | undefined)[] = []
    let first: MarkdownBlock | undefined
    for (let end = text.indexOf('\n', 10) + 1; end <= text.length; end += 1) {
      const last = stream.update(text.slice(0, end), false).flat().at(-1)
      first ??= last
      expect(last?.html).toBe(first?.html)
      seen.push(last?.code)
    }
    expect(first?.html).toMatch(/<code data-language="ts"><\/code>/)
    expect(seen.at(0)).toBe('')
    // What may become the end of the code is not shown as code first.
    expect(seen.slice(-3)).toEqual(Array(3).fill('const a = `b`\n\nlet c = "<d>"\n'))
    const [, closed] = stream.update(`${text}\`\n`, false).flat()
    expect(closed?.code).toBeNull()
    expect(closed?.html).toContain('let c = &quot;&lt;d&gt;&quot;\n</code>')
  })

  it('reads no closed code again, however long it is', () => {
    const parse = vi.spyOn(MarkdownIt.prototype, 'parse')
    const stream = createBlockStream(labels)
    const code = 'const a = 1\n'.repeat(2000)
    stream.update(`\`\`\`ts\n`, false)
    const lengths = (text: string) => {
      parse.mockClear()
      stream.update(text, false)
      return parse.mock.calls.map(([source]) => source.length)
    }
    expect(lengths(`\`\`\`ts\n${code}`)).toEqual([])
    expect(lengths(`\`\`\`ts\n${code}const b = 2`)).toEqual([])
    stream.update(`\`\`\`ts\n${code}\`\`\`\n\nSo`, false)
    expect(lengths(`\`\`\`ts\n${code}\`\`\`\n\nSo it is`)).toEqual([8])
    parse.mockRestore()
  })
})
