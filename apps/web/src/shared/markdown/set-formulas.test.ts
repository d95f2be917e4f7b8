import '../testing/real-node-names.ts'
import './testing/standards-mode.ts'
import { describe, expect, it } from 'vitest'
import { createBlockStream } from './block-stream.ts'
import { setFormulas } from './set-formulas.ts'
import { labels } from './testing/labels.ts'

async function render(text: string): Promise<HTMLElement> {
  const root = document.createElement('div')
  const blocks = createBlockStream(labels).update(text, true).flat()
  root.innerHTML = blocks.map((block) => block.html).join('')
  await setFormulas(root, new AbortController().signal)
  return root
}

describe('setting formulas', () => {
  it.each(['$a^2$', '\\(a^2\\)', '\\[a^2\\]', '$$a^2$$'])('sets %s within a line', async (source) => {
    const root = await render(`Before ${source} after`)
    expect(root.querySelector('span.md-formula .katex-mathml math')).not.toBeNull()
    expect(root.querySelector('.md-math')).toBeNull()
  })

  it.each(['$$\n\\frac{a}{b}\n$$', '\\[\n\\frac{a}{b}\n\\]'])(
    'sets %j on lines of its own',
    async (source) => {
      const root = await render(source)
      expect(root.querySelector('.md-formula-block .katex-display .mfrac')).not.toBeNull()
    },
  )

  it('keeps a stop beside a formula on its line, and the text as it reads', async () => {
    const root = await render(`A thousand for $10^6$. 一百万只要 $10^3$，和 $a$ and ($b$) end`)
    const tied = [...root.querySelectorAll('.md-formula-tied')].map((formula) => formula.lastChild?.nodeValue)
    expect(tied).toEqual(['.', '，', ')'])
    root.querySelectorAll('.katex').forEach((formula) => formula.replaceWith('x'))
    expect(root.textContent?.trim()).toBe('A thousand for x. 一百万只要 x，和 x and (x) end')
  })

  it('leaves one with an error, and one that is very long, as its source', async () => {
    const root = await render(`$\\frac{a$ and $b$ and $${'x'.repeat(6000)}$`)
    expect(root.querySelectorAll('.md-formula')).toHaveLength(1)
    expect([...root.querySelectorAll('.md-math')].map((math) => math.textContent?.length)).toEqual([7, 6000])
  })

  it.each([
    '\\href{https://evil.example}{x}',
    '\\href{javascript:alert(1)}{x}',
    '\\includegraphics{https://evil.example/a.png}',
    '\\htmlStyle{background:url(https://evil.example)}{x}',
    '\\htmlClass{evil}{x}',
    '\\url{https://evil.example}',
  ])('makes neither a link, an image nor a style of %s', async (source) => {
    const root = await render(`$${source}$`)
    expect(root.querySelector('a, img, .evil')).toBeNull()
    const styles = [...root.querySelectorAll('[style]')].map((element) => element.getAttribute('style'))
    expect(styles.filter((style) => style?.includes('url('))).toEqual([])
  })

  it('ends a macro that expands without end', async () => {
    const root = await render('$\\def\\a{\\a\\a}\\a$')
    expect(root.querySelector('.md-formula')).toBeNull()
  })
})
