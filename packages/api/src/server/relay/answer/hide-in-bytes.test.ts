import { describe, expect, it } from 'vitest'
import { hideInBytes } from './hide-in-bytes.ts'

const KEY = 'sk-abc-123456'
const HEADER = 'Bearer tok/en"with\\odd'
const SECOND = 'sk-abc-123456-longer'

/** What goes on after each piece, and at the end. */
function hideAll(hidden: string[], pieces: Buffer[]): Buffer[] {
  const hiding = hideInBytes(hidden)
  return [...pieces.map((piece) => Buffer.from(hiding.push(piece))), hiding.end()]
}
const joined = (parts: Buffer[]) => Buffer.concat(parts).toString()

/** A text in all its pairs of pieces, and byte by byte. */
function cutEverywhere(text: string): Buffer[][] {
  const bytes = Buffer.from(text)
  const pairs = Array.from({ length: bytes.length + 1 }, (_, at) => [
    bytes.subarray(0, at),
    bytes.subarray(at),
  ])
  return [...pairs, Array.from(bytes, (byte) => Buffer.from([byte]))]
}

describe('an endpoint’s secret in bytes', () => {
  it.each([
    [
      'in the midst',
      `data: {"content":"my key is ${KEY}."}\n\n`,
      'data: {"content":"my key is [redacted]."}\n\n',
    ],
    ['first and last', `${KEY} and ${KEY}`, '[redacted] and [redacted]'],
    ['after its own beginning', `sk-abc-sk-abc-12${KEY}sk-`, 'sk-abc-sk-abc-12[redacted]sk-'],
    ['beside letters of several bytes', `键是${KEY}❤️é`, '键是[redacted]❤️é'],
    ['as the beginning of another', `${SECOND} ${KEY}-lo ${KEY}`, '[redacted] [redacted]-lo [redacted]'],
    ['as it is, of a header', `x ${HEADER} y`, 'x [redacted] y'],
    ['as JSON, of a header', `{"a":${JSON.stringify(HEADER)}}`, '{"a":"[redacted]"}'],
    ['as JSON with escaped slashes', '"Bearer tok\\/en\\"with\\\\odd"', '"[redacted]"'],
    ['as in an address', '?key=Bearer%20tok%2Fen%22with%5Codd', '?key=[redacted]'],
    ['of other letters', '{"a":"clé-sécrète-ключ"}', '{"a":"[redacted]"}'],
  ])('is masked wherever it is cut: %s', (_, text, expected) => {
    for (const pieces of cutEverywhere(text)) {
      expect(joined(hideAll([KEY, HEADER, SECOND, 'clé-sécrète-ключ'], pieces))).toBe(expected)
    }
  })

  it('leaves everything else as it is, to the byte and to the beginning of a secret at the end', () => {
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, index) => (index * 7) % 256))
    for (const at of [0, 1, 255, 1023]) {
      const parts = hideAll([KEY], [bytes.subarray(0, at), bytes.subarray(at)])
      expect(Buffer.concat(parts).equals(bytes)).toBe(true)
    }
    expect(joined(hideAll([KEY], [Buffer.from(`the key is ${KEY.slice(0, -1)}`)]))).toBe(
      `the key is ${KEY.slice(0, -1)}`,
    )
  })

  it('keeps nothing back that cannot be the beginning of a secret, and only as much as may be', () => {
    const hiding = hideInBytes([KEY, SECOND])
    const push = (text: string) => hiding.push(Buffer.from(text)).toString()
    expect(push('data: {"content":"task"}\n\n')).toBe('data: {"content":"task"}\n\n')
    expect(push('ask-s')).toBe('ask-')
    expect(push('k-abd')).toBe('sk-abd')
    expect(push('sk-abc-123456')).toBe('')
    expect(push('!')).toBe('[redacted]!')
  })

  it('is none where it is shorter than a key, and costs nothing where there is none', () => {
    const bytes = Buffer.from('x none y')
    expect(hideInBytes(['none', '', 'x']).push(bytes)).toBe(bytes)
    expect(hideInBytes([]).end()).toHaveLength(0)
  })
})
