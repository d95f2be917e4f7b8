import { expect, it } from 'vitest'
import { createUploadRoom } from './upload-room.ts'

const MB = 1024 * 1024

it('holds 100 MB for a user and 256 MB for all, and what was given back has room again', () => {
  const enter = createUploadRoom()
  const [ada, adaToo, bob, eve] = [enter('ada'), enter('ada'), enter('bob'), enter('eve')]
  ada.take(60 * MB)
  adaToo.take(40 * MB)
  expect(() => ada.take(1)).toThrow(expect.objectContaining({ appCode: 'RATE_LIMITED', retryAfterMs: 1000 }))
  bob.take(100 * MB)
  eve.take(56 * MB)
  expect(() => eve.take(1)).toThrow(expect.objectContaining({ appCode: 'BUSY' }))
  ada.leave()
  ada.leave()
  eve.take(44 * MB)
  adaToo.take(16 * MB)
  expect(() => adaToo.take(1)).toThrow(expect.objectContaining({ appCode: 'BUSY' }))
})
