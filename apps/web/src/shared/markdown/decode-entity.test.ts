import { describe, expect, it } from 'vitest'
import { createMarkdown } from './create-markdown.ts'
import { decodeHTMLStrict } from './decode-entity.ts'

describe('a character reference', () => {
  it.each([
    ['&hellip;', '…'],
    ['&amp;', '&'],
    ['&lt;', '<'],
    ['&semi;', ';'],
    ['&NotEqualTilde;', '≂̸'],
  ])('%s is %s', (reference, text) => {
    expect(decodeHTMLStrict(reference)).toBe(text)
  })

  it.each(['&nothing;', '&notit;', '&AMPERSAND;', '&#x;', '&#12abc;', '&#99999999;'])(
    'is left as it is when it stands for nothing: %s',
    (reference) => {
      expect(decodeHTMLStrict(reference)).toBe(reference)
    },
  )

  it('is read in answers, in text and in addresses, and cannot become a tag', () => {
    const html = createMarkdown().render('&hellip; &lt;b&gt; &notit; [a](https://x.test/?a&amp;b)')
    expect(html).toContain('… &lt;b&gt; &amp;notit; ')
    expect(html).toContain('href="https://x.test/?a&amp;b"')
  })
})
