import { expect, it } from 'vitest'
import { toFreeName } from './to-free-name.ts'

it.each([
  ['image.png', [], 'image.png'],
  ['image.png', ['other.png'], 'image.png'],
  ['image.png', ['image.png'], 'image-2.png'],
  ['image.png', ['image.png', 'image-2.png'], 'image-3.png'],
  ['LICENSE', ['LICENSE'], 'LICENSE-2'],
  ['.env', ['.env'], '.env-2'],
])('of %s beside %j it makes %s', (name, taken, free) => {
  expect(toFreeName(name, taken)).toBe(free)
})
