import { sampleImages } from '@chatmore/llm/testing'
import { expect, it } from 'vitest'
import { gatherBytes } from './gather-bytes.ts'

const PIECE = 10_000

/** A body that never ends, and notes how much of it was asked for. */
function createEndless(start: Buffer) {
  const asked = { bytes: 0, isOver: false }
  async function* read() {
    try {
      for (let piece = start; ; piece = Buffer.alloc(PIECE, 'x')) {
        asked.bytes += piece.length
        yield piece
      }
    } finally {
      asked.isOver = true
    }
  }
  return { asked, body: read() }
}

it.each([
  ['an image', sampleImages.png(1, 1, 100), 10 * 1024 * 1024],
  ['anything else', Buffer.from('some text that goes on'), 256 * 1024],
])('reads no more of %s than it may have, and then reads no further', async (_what, start, most) => {
  const { asked, body } = createEndless(start)
  let noted = 0
  await expect(gatherBytes(body, (bytes) => (noted += bytes))).rejects.toMatchObject({ appCode: 'TOO_LARGE' })
  expect(asked.bytes).toBeLessThanOrEqual(most + PIECE)
  expect(noted).toBe(asked.bytes)
  expect(asked.isOver).toBe(true)
})

it('tells an image by its first bytes, however they come', async () => {
  const image = sampleImages.png(1, 1, 300_000)
  async function* crumble() {
    for (let at = 0; at < 20; at++) yield image.subarray(at, at + 1)
    yield image.subarray(20)
  }
  expect((await gatherBytes(crumble(), () => {})).equals(image)).toBe(true)
})

it('stops where there is no room, and says what was cut off on its way', async () => {
  const { asked, body } = createEndless(Buffer.from('x'))
  const full = () => {
    throw new Error('full')
  }
  await expect(gatherBytes(body, full)).rejects.toThrow('full')
  expect(asked.isOver).toBe(true)
  async function* broken() {
    yield Buffer.from('half')
    throw new Error('aborted')
  }
  await expect(gatherBytes(broken(), () => {})).rejects.toMatchObject({
    appCode: 'INVALID_INPUT',
    fields: { file: 'was cut off on its way' },
  })
})
