import { MAX_IMAGE_BYTES, MAX_TEXT_FILE_BYTES } from '@chatmore/api/contract'
import { describe, expect, it } from 'vitest'
import { checkFile } from './check-file.ts'

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]
const webp = [0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x45, 0x42, 0x50]
const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0))
const blob = (...parts: (number[] | string)[]) =>
  new Blob(parts.map((part) => (typeof part === 'string' ? part : new Uint8Array(part))))

describe('checking a file', () => {
  it.each([
    ['a PNG', blob(png), 'image/png'],
    ['a JPEG', blob([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'image/jpeg'],
    ['a GIF of 1987', blob('GIF87a', [1, 0, 1, 0]), 'image/gif'],
    ['a GIF of 1989', blob('GIF89a', [1, 0, 1, 0]), 'image/gif'],
    ['a WebP', blob(webp), 'image/webp'],
    ['a text', blob('Dear Ada'), 'text/plain'],
    ['a text in Chinese', blob('你好，世界'), 'text/plain'],
    ['the largest text', blob('x'.repeat(MAX_TEXT_FILE_BYTES)), 'text/plain'],
    ['the largest image', blob(png, 'x'.repeat(MAX_IMAGE_BYTES - png.length)), 'image/png'],
  ])('takes %s', async (_name, file, mediaType) => {
    expect(await checkFile(file)).toEqual({ mediaType })
  })

  it.each([
    ['an empty file', blob(), 'empty'],
    ['an image that is too large', blob(png, 'x'.repeat(MAX_IMAGE_BYTES)), 'imageTooLarge'],
    ['a text that is too large', blob('x'.repeat(MAX_TEXT_FILE_BYTES + 1)), 'textTooLarge'],
    ['a text that is cut within a character', blob('世'.repeat(MAX_TEXT_FILE_BYTES / 2)), 'textTooLarge'],
    ['a PDF', blob('%PDF-1.7\n', [0xe2, 0xe3, 0xcf, 0xd3]), 'notAccepted'],
    ['bytes with a zero', blob('text', [0], 'text'), 'notAccepted'],
    ['a sound in the same container as WebP', blob(ascii('RIFF'), [1, 2, 3, 200], 'WAVE'), 'notAccepted'],
    ['a text in another encoding', blob([0xc4, 0xe3, 0xba, 0xc3]), 'notAccepted'],
    ['a large file of neither kind', blob([0xff, 0xfe], 'x'.repeat(MAX_TEXT_FILE_BYTES)), 'notAccepted'],
  ])('refuses %s', async (_name, file, rule) => {
    expect(await checkFile(file)).toEqual({ rule })
  })

  it('refuses what cannot be read, such as a folder', async () => {
    const folder = { size: 4096, slice: () => ({ arrayBuffer: () => Promise.reject(new Error('folder')) }) }
    expect(await checkFile(folder as unknown as Blob)).toEqual({ rule: 'notReadable' })
  })
})
