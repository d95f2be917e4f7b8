import { describe, expect, it } from 'vitest'
import { cleanText, isBlank, MAX_CONTENT_LENGTH } from './clean-text.ts'
import { contentSchema, lineSchema, systemMessageSchema } from './text.ts'

describe('a message content', () => {
  it.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['line breaks', '\n\r\n\t'],
    ['a zero-width space', '\u200B'],
    ['a joiner and a byte-order mark', '\u200D\uFEFF'],
    ['Hangul fillers and a Braille blank', '\u3164\u115F\u2800'],
    ['control characters alone', '\u0000\u0007'],
  ])('is empty where it has %s', (_what, text) => {
    expect(contentSchema.safeParse(text).error?.issues.map((issue) => issue.message)).toEqual(['is empty'])
  })

  it('may have 200,000 characters and not one more', () => {
    expect(contentSchema.safeParse('x'.repeat(MAX_CONTENT_LENGTH)).success).toBe(true)
    const refused = contentSchema.safeParse('x'.repeat(MAX_CONTENT_LENGTH + 1))
    expect(refused.error?.issues[0]?.message).toBe('is longer than 200,000 characters')
  })

  it.each([
    ['emoji and joiners', '👩‍👩‍👧‍👦 🏳️‍🌈'],
    ['right-to-left text', 'שלום \u202Bعالم\u202C'],
    ['ten thousand combining marks', `e${'\u0301'.repeat(10_000)}`],
    ['indentation and line breaks', '  a\n\tb\r\n'],
    ['characters outside the BMP', '𠜎𠜱𝒳'],
  ])('keeps %s exactly', (_what, text) => {
    expect(contentSchema.parse(text)).toBe(text)
  })

  it('loses NUL and control characters and keeps the rest', () => {
    expect(contentSchema.parse('a\u0000b\u001B[31mc\u007F')).toBe('ab[31mc')
  })

  it.each([
    ['a lone high surrogate', 'a\uD800b', 'a\uFFFDb'],
    ['a lone low surrogate', 'a\uDC00b', 'a\uFFFDb'],
    ['a high surrogate at the end', 'a\uD83D', 'a\uFFFD'],
    ['two high surrogates before a low one', '\uD83D\uD83D\uDE00', '\uFFFD\u{1F600}'],
  ])('has %s replaced', (_what, text, cleaned) => {
    expect(cleanText(text)).toBe(cleaned)
  })
})

describe('a name or title', () => {
  it('is trimmed and brought onto one line', () => {
    expect(lineSchema(20).parse('  a \n b\tc  ')).toBe('a b c')
  })

  it('is refused where nothing of it can be seen', () => {
    expect(lineSchema(20).safeParse(' \u200B ').success).toBe(false)
  })

  it('is refused where it is too long', () => {
    expect(lineSchema(3).safeParse('abcd').error?.issues[0]?.message).toBe('is longer than 3 characters')
  })
})

describe('a system message', () => {
  it('that is blank means none', () => {
    expect(systemMessageSchema.parse(' \u200B\n')).toBeNull()
    expect(systemMessageSchema.parse(null)).toBeNull()
  })

  it('is kept as it was written', () => {
    expect(systemMessageSchema.parse(' Be brief.\n')).toBe(' Be brief.\n')
  })
})

it('tells blank from visible text', () => {
  expect(isBlank('\u2060 \u00A0')).toBe(true)
  expect(isBlank('\u2060.\u00A0')).toBe(false)
})
