import '../testing/real-node-names.ts'
import { describe, expect, it } from 'vitest'
import { createBlockStream } from './block-stream.ts'
import { purify, sanitiseHtml } from './sanitise-html.ts'
import { labels } from './testing/labels.ts'

function render(text: string): HTMLElement {
  const root = document.createElement('div')
  root.innerHTML = createBlockStream(labels)
    .update(text, true)
    .flat()
    .map((block) => block.html)
    .join('')
  return root
}

describe('rendered Markdown', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)>',
    '<iframe src="//evil.example">',
    '<a href="javascript:alert(1)">x</a>',
    '<style>* { display: none }</style>',
    '<form action="//evil.example"><input name=a></form>',
  ])('shows raw HTML as text: %s', (html) => {
    const root = render(`Before ${html} after`)
    expect(root.querySelector('script, img, svg, iframe, a, style, form, input')).toBeNull()
    expect(root.textContent).toContain(html)
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'vbscript:x',
    'data:text/html,x',
    'data:image/svg+xml,x',
    'file:///etc/passwd',
    'ftp://example.com/',
    '//example.com/x',
    '/relative',
    '#fragment',
  ])('makes no link to %s', (address) => {
    expect(
      render(`[text](${address}) and ![image](${address}) and <${address}>`).querySelector('a'),
    ).toBeNull()
  })

  it.each(['https://example.com/a?b=c', 'http://example.com', 'mailto:a@example.com'])(
    'makes a link to %s that opens outside and tells nothing',
    (address) => {
      const link = render(`[text](${address} "A lie about the host")`).querySelector('a')
      expect(link?.getAttribute('href')).toBe(address)
      expect(link?.getAttribute('target')).toBe('_blank')
      expect(link?.getAttribute('rel')).toBe('noopener noreferrer nofollow')
      expect(link?.getAttribute('title')).toBe(address.includes('@') ? 'a@example.com' : 'example.com')
    },
  )

  it.each([
    ['[here](https://evil.example/a)', 'evil.example'],
    ['[bank.example](https://evil.example/)', 'evil.example'],
    ['[https://bank.example/evil.example](https://evil.example/)', 'evil.example'],
    ['[bank.example evil.example](https://evil.example/)', 'evil.example'],
    ['[https://bank.example@evil.example](https://evil.example/)', null],
    ['[evil.example](https://evil.example/)', null],
    ['[https://evil.example/b](https://evil.example/a)', null],
    ['<https://evil.example/a>', null],
    ['https://evil.example/a', null],
    ['[write me](mailto:a@example.com)', 'a@example.com'],
    ['<a@example.com>', null],
    ['![chart](https://evil.example/c.png)', 'evil.example'],
  ])('shows behind the link %s the host %s', (text, host) => {
    expect(render(text).querySelector('a .md-host')?.textContent ?? null).toBe(host)
  })

  it('shows the ASCII name of a host with look-alike letters', () => {
    expect(render('[bank](https://bаnk.example/)').querySelector('a')?.title).toMatch(/^xn--/)
  })

  it.each(['![A cat](https://example.com/cat.png)', '![A cat][c]\n\n[c]: https://example.com/cat.png'])(
    'shows an image as a link that loads nothing: %s',
    (text) => {
      const root = render(text)
      expect(root.querySelector('img')).toBeNull()
      expect(root.querySelector('a')?.firstChild?.textContent).toBe('A cat')
      expect(root.querySelector('.md-host')?.textContent).toBe('example.com')
      expect(root.querySelector('a')?.getAttribute('href')).toBe('https://example.com/cat.png')
    },
  )

  it('puts no link inside a link when an image is one', () => {
    const root = render('[![badge](https://a.example/b.svg)](https://b.example/)')
    expect(root.querySelectorAll('a')).toHaveLength(1)
    expect(root.querySelector('a')?.firstChild?.textContent).toBe('badge')
    expect(root.querySelector('.md-host')?.textContent).toBe('b.example')
  })

  it('keeps the language and the copy button of code, and the alignment of a table', () => {
    const code = render('```ts\nconst a = "<b>"\n```')
    expect(code.querySelector('.md-code-language')?.textContent).toBe('ts')
    expect(code.querySelector('button')?.textContent).toBe('Copy')
    expect(code.querySelector('code')?.textContent).toBe('const a = "<b>"\n')
    const table = render('| a |\n|--:|\n| 1 |')
    expect(table.querySelector('.md-table td')?.getAttribute('style')).toBe('text-align:right')
    const corner = render('| | a |\n|--|--|\n| b | 1 |')
    expect(corner.querySelectorAll('thead th')).toHaveLength(1)
    expect(corner.querySelectorAll('thead td')).toHaveLength(1)
  })

  it('keeps the switch of a diagram to its source hidden until it is drawn', () => {
    const diagram = render('```mermaid\ngraph TD\nA-->B\n```').querySelector('.md-diagram')
    expect(diagram?.querySelector('.md-source')?.hasAttribute('hidden')).toBe(true)
    expect(diagram?.querySelector('.md-diagram-note')?.hasAttribute('hidden')).toBe(true)
    expect(diagram?.querySelector('code')?.textContent).toBe('graph TD\nA-->B\n')
    expect(render('```js\n1\n```').querySelector('.md-source')).toBeNull()
  })

  it('shows mathematics as its source', () => {
    const root = render('Sum $a_1 * b_2 * c$ and \\(x_1\\), $5 to $10.\n\n$$\n\\frac{a_1}{b}\n$$')
    expect([...root.querySelectorAll('code.md-math')].map((math) => math.textContent)).toEqual([
      'a_1 * b_2 * c',
      'x_1',
    ])
    expect(root.querySelector('pre.md-math')?.textContent?.trim()).toBe('\\frac{a_1}{b}')
    expect(root.textContent).toContain('$5 to $10.')
  })

  it.each(['[', '![', '](', '$', '*a _b ', 'http://a.b '])(
    'shows a very long run of %s as it is',
    (piece) => {
      const text = piece.repeat(50_000)
      expect(render(text).textContent?.trim() === text.trim()).toBe(true)
    },
  )
})

describe('the sanitiser', () => {
  it.each([
    ['<img src="https://evil.example/x">', ''],
    ['<p onclick="x()" id="a" style="background:url(https://evil.example)">t</p>', '<p>t</p>'],
    ['<a href="javascript:x()">t</a>', '<a>t</a>'],
    ['<p style="text-align:right;background:url(//evil.example)">t</p>', '<p>t</p>'],
    ['<svg><script>x()</script></svg>', ''],
  ])('cleans %s even if an earlier step had let it through', (html, expected) => {
    expect(sanitiseHtml(html)).toBe(expected)
  })

  const ordinary = [
    '# T\n\n**b** *e* ~~s~~ `c` <&> "q"\n- a\n  - b\n\n3. c\n\n> q\n\n---',
    '[l](https://a.example/?a=1&b="2") <https://b.example/> ![i](http://c.example/i.png) <d@example.org>',
    '| a | b |\n|--:|:-:|\n| 1 | `2` |',
    '```c++\nint a = b<c>("d");\n```\n\n    plain\n\n```mermaid\ngraph TD\n```\n\n$a<b$',
  ]

  it.each(ordinary)(
    'passes what Markdown makes without parsing it, where parsing would change nothing: %j',
    (text) => {
      const blocks = createBlockStream(labels).update(text, true).flat()
      for (const { source, html } of blocks) {
        expect(html).toBe(source)
        expect(toTree(html)).toEqual(toTree(purify(source)))
      }
    },
  )

  it.each([
    '<p onclick="x()">t</p>',
    '<p class="a" onclick="x()">t</p>',
    '<p class="a"onclick="x()">t</p>',
    '<p class=a onclick=x()>t</p>',
    "<p class='a' onclick='x()'>t</p>",
    '<p/onclick="x()">t</p>',
    '<p class="a"\nonclick="x()">t</p>',
    '<a href="javascript:x()">t</a>',
    '<a href=" javascript:x()">t</a>',
    '<a href="&#106;avascript:x()">t</a>',
    '<a xlink:href="https://a.example">t</a>',
    '<p style="color:red">t</p>',
    '<p style="text-align:left;color:red">t</p>',
    '<P ID="a">t</P>',
    '<prefix>t</prefix>',
    '<script>x()</script>',
    '<svg><p>t</p></svg>',
    '<p>t</p><!-- c --><?php ?><![CDATA[x]]>',
    '<p',
    '<',
  ])('parses whatever else is in HTML, and keeps none of it: %s', (html) => {
    expect(sanitiseHtml(html)).toBe(purify(html))
    expect(sanitiseHtml(html)).not.toMatch(/x\(\)|red|svg|<!|ID=|prefix>/i)
  })
})

function toTree(html: string): string {
  const root = document.createElement('div')
  root.innerHTML = html
  return root.innerHTML
}
