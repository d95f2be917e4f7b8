import { expect, it } from 'vitest'
import { toThumbSize } from './to-thumb-size.ts'

it.each([
  [{ width: 1600, height: 1200 }, 96],
  [{ width: 1, height: 900 }, 48],
  [{ width: 4000, height: 90 }, 168],
  [{}, 72],
])('an image of %j is as wide as %d', (image, width) => {
  expect(toThumbSize(image)).toEqual({ width, height: 72 })
})
