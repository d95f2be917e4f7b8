import { expect, test } from 'vitest'
import { createReadingJudge } from './slow-reader.ts'

const times = { drainWithin: 20_000, shrinkWithin: 3000 }
const MB = 1_000_000

/** How a client is judged second by second that reads at one rate, of a megabyte and more that it has to read. */
function judgeReader(bytesASecond: number, toRead: number, seconds: number) {
  const judge = createReadingJudge(times)
  return Array.from({ length: seconds + 1 }, (_, second) => {
    const sent = Math.min(toRead, second * bytesASecond)
    return judge(second * 1000, { bufferedBytes: toRead - sent, writtenBytes: toRead })
  })
}

/** The same while new text keeps it at what it has to read. */
function judgeFollower(bytesASecond: number, seconds: number) {
  const judge = createReadingJudge(times)
  return Array.from({ length: seconds + 1 }, (_, second) =>
    judge(second * 1000, { bufferedBytes: 1.1 * MB, writtenBytes: 1.1 * MB + second * bytesASecond }),
  )
}

test('whoever has at most a megabyte to read keeps up', () => {
  expect(new Set(judgeReader(0, MB, 100))).toEqual(new Set(['keepsUp']))
})

test('whoever is more than a megabyte behind and does not read is lost after the time to drain', () => {
  expect(judgeReader(0, MB + 1, 100).indexOf('isLost')).toBe(20)
})

test('whoever is four megabytes behind and does not read is lost much sooner', () => {
  expect(judgeReader(0, 4 * MB + 1, 100).indexOf('isLost')).toBe(3)
})

test('a long answer to a good connection passes', () => {
  const readings = judgeReader(2 * MB, 30 * MB, 20)
  expect(readings).not.toContain('isLost')
  expect(readings.at(-1)).toBe('keepsUp')
})

test('a slow client that goes on reading stays, and one that reads a trickle does not', () => {
  expect(judgeFollower(60_000, 600)).not.toContain('isLost')
  expect(judgeFollower(1000, 600).indexOf('isLost')).toBe(20)
})
