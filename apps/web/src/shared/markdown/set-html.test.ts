import { beforeEach, describe, expect, it } from 'vitest'
import { setHtml } from './set-html.ts'

let root: HTMLElement

beforeEach(() => (root = document.createElement('div')))

describe('HTML that is set over what was there', () => {
  it.each([
    ['', '<p>One</p>'],
    ['<p>One</p>', ''],
    ['<p>One</p>', '<p>One two</p>'],
    ['<p>One two</p>', '<p>Other</p>'],
    ['<p>One <strong>two</strong></p>', '<p>One <strong>two</strong> three <em>four</em></p>'],
    ['<p>One <em>two</em> three</p>', '<p>One</p>'],
    ['<p>a | b</p>', '<div class="md-table"><table><tbody><tr><td>a</td></tr></tbody></table></div>'],
    ['<ol><li>One</li></ol>', '<ol start="2"><li>One</li><li>Two</li></ol>'],
    ['<ol start="2"><li>One</li></ol>', '<ol><li>One</li></ol>'],
    ['<p><a href="https://a.example">a</a></p>', '<p><a href="https://b.example">a</a></p>'],
    ['<p>One</p><p>Two</p>', '<h2>One</h2><p>Two</p>'],
  ])('is what the page then holds: %s, then %s', (before, after) => {
    setHtml(root, before)
    expect(root.innerHTML).toBe(before)
    setHtml(root, after)
    expect(root.innerHTML).toBe(after)
  })

  it('only adds to text that goes on, in the same nodes', () => {
    setHtml(root, '<ul><li>One <em>two</em></li></ul>')
    const item = root.querySelector('li')
    const [text, emphasis] = item?.childNodes ?? []
    setHtml(root, '<ul><li>One <em>two three</em> four</li><li>Five</li></ul>')
    expect(root.querySelector('li')).toBe(item)
    expect([...(item?.childNodes ?? [])].slice(0, 2)).toEqual([text, emphasis])
    expect(root.innerHTML).toBe('<ul><li>One <em>two three</em> four</li><li>Five</li></ul>')
  })

  it('leaves code its colours while what is around it changes, and takes them when the code changes', () => {
    setHtml(root, '<ul><li><pre><code>let a</code></pre></li></ul>')
    const code = root.querySelector('code')
    code?.replaceChildren(
      ...['let', ' a'].map((text) => Object.assign(document.createElement('i'), { textContent: text })),
    )
    setHtml(root, '<ul><li><pre><code>let a</code></pre></li><li>More</li></ul>')
    expect(root.querySelectorAll('code i')).toHaveLength(2)
    setHtml(root, '<ul><li><pre><code>let b</code></pre></li><li>More</li></ul>')
    expect(root.querySelector('code')?.innerHTML).toBe('let b')
  })
})
