import { describe, expect, it } from 'vitest'
import { replaceBetweenMarkers } from './replace-between-markers.ts'
import { toMarkdownTable } from './to-markdown.ts'

describe('the page of figures', () => {
  const page =
    'before\n\n<!-- figures: written by `npm run bench -- --write` -->\n\nold\n\n<!-- end of figures -->\n\nafter\n'

  it('gets new text between its markers and keeps the rest', () => {
    const written = replaceBetweenMarkers(page, 'new')
    expect(written).toBe(page.replace('old', 'new'))
    expect(replaceBetweenMarkers(written, 'new')).toBe(written)
  })

  it('is refused without markers', () => {
    expect(() => replaceBetweenMarkers('nothing here', 'new')).toThrow('no markers')
  })

  it('has its tables in columns of one width', () => {
    const table = toMarkdownTable({
      columns: ['', 'ms'],
      rows: [
        ['pipe', '1.25'],
        ['ws', '2'],
      ],
    })
    expect(table).toBe('|      | ms   |\n| ---- | ---- |\n| pipe | 1.25 |\n| ws   | 2    |')
  })
})
