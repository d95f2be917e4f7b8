import { describe, expect, it } from 'vitest'
import { sampleImages } from '../testing/sample-images.ts'
import { isImageStart, readImage, SIGNATURE_BYTES } from './read-image.ts'

const { png, jpeg, gif, webp, losslessWebp, extendedWebp } = sampleImages
const size = { width: 640, height: 480 }

/** A real one, of 2 × 1 pixels. */
const realJpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAABAAIDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AIgAf//Z',
  'base64',
)
/** A real one, of 1 × 1 pixel. */
const realPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const realGif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

const images: [what: string, bytes: Buffer, found: ReturnType<typeof readImage>][] = [
  ['a PNG', png(640, 480), { mediaType: 'image/png', size }],
  ['a real PNG', realPng, { mediaType: 'image/png', size: { width: 1, height: 1 } }],
  ['a JPEG', jpeg(640, 480), { mediaType: 'image/jpeg', size }],
  ['a real JPEG', realJpeg, { mediaType: 'image/jpeg', size: { width: 2, height: 1 } }],
  ['a JPEG that its camera has turned by half', jpeg(640, 480, 3), { mediaType: 'image/jpeg', size }],
  ['a JPEG that its camera has turned by a quarter', jpeg(480, 640, 6), { mediaType: 'image/jpeg', size }],
  ['a GIF', gif(640, 480), { mediaType: 'image/gif', size }],
  ['a real GIF', realGif, { mediaType: 'image/gif', size: { width: 1, height: 1 } }],
  ['a WebP', webp(640, 480), { mediaType: 'image/webp', size }],
  ['a lossless WebP', losslessWebp(640, 480), { mediaType: 'image/webp', size }],
  ['an extended WebP', extendedWebp(640, 480), { mediaType: 'image/webp', size }],
]

describe('an image', () => {
  it.each(images)('%s is told by its bytes, with its size', (_what, bytes, found) => {
    expect(isImageStart(bytes.subarray(0, SIGNATURE_BYTES))).toBe(true)
    expect(readImage(bytes)).toEqual(found)
  })

  it.each(images)('%s that is cut off anywhere has no size', (_what, bytes, found) => {
    for (let length = SIGNATURE_BYTES; length < bytes.length; length++) {
      expect(readImage(bytes.subarray(0, length)), `cut at ${length}`).toEqual({ ...found, size: null })
    }
  })

  it.each(images)('%s with whatever byte damaged throws nothing', (_what, bytes) => {
    for (let at = 0; at < Math.min(bytes.length, 200); at++) {
      for (const value of [0, 0xff]) {
        const damaged = Buffer.from(bytes)
        damaged[at] = value
        expect(() => readImage(damaged)).not.toThrow()
      }
    }
  })

  it.each([
    ['HTML', '<!doctype html><title>x</title>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a sound in the container of WebP', 'RIFF\x10\0\0\0WAVEfmt '],
    ['a PDF', '%PDF-1.7 and more'],
    ['nothing', ''],
  ])('%s is none', (_what, text) => {
    expect(readImage(Buffer.from(text, 'latin1'))).toBeNull()
  })
})
