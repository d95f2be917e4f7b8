import { expect, it } from 'vitest'
import { countImageTokens } from './count-image-tokens.ts'

it.each([
  ['a small one', [100, 100], 255],
  ['a square that is scaled down', [1024, 1024], 765],
  ['a tall one', [2048, 4096], 1105],
  ['a very long one', [20_000, 100], 765],
])('the tokens of %s are those of its tiles', (_what, [width = 0, height = 0], tokens) => {
  expect(countImageTokens({ width, height })).toBe(tokens)
})
