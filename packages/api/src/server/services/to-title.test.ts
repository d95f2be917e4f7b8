import { expect, it } from 'vitest'
import { toTitle } from './to-title.ts'

it.each([
  ['is the first line', 'Hello there\nsecond', 'Hello there'],
  ['skips empty lines', '\n  \n\tx  y \n', 'x y'],
  ['is left whole up to 60 characters', 'x'.repeat(60), 'x'.repeat(60)],
  ['cuts a word that is too long by itself', 'x'.repeat(100), `${'x'.repeat(59)}…`],
  ['cuts no character in two', '😀'.repeat(100), `${'😀'.repeat(59)}…`],
  [
    'ends between words, without the punctuation there',
    'How do I check in TypeScript whether a number is prime, and how slow does it get?',
    'How do I check in TypeScript whether a number is prime, and…',
  ],
  [
    'takes a word whole or not at all',
    'Explain to a child of ten years why it is that the heavens, overhead, are blue',
    'Explain to a child of ten years why it is that the heavens…',
  ],
  ['knows the words of a language without spaces', `${'好'.repeat(58)}数据库`, `${'好'.repeat(58)}…`],
])('the title of a first input %s', (_what, content, title) => {
  expect(toTitle(content)).toBe(title)
})
