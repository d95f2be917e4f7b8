import { expect, test } from 'vitest'
import { createTextKeeper, openBodies, toKeptBodies, writeAnswer } from './call-bodies.ts'

const text = '{"messages":[{"role":"user","content":"漢字 🎉 and words and words and words"}]}'

test('what is kept is read back as it was', async () => {
  const keep = createTextKeeper(1000)
  const bodies = toKeptBodies(await keep(text), await keep(''))
  expect(await openBodies(bodies)).toEqual({
    request: text,
    response: '',
    requestSize: Buffer.byteLength(text),
    responseSize: 0,
    isCut: false,
  })
})

test('of a text that is too long the beginning is kept, its length told and that it was cut', async () => {
  const keep = createTextKeeper(20)
  const bodies = await openBodies(toKeptBodies(await keep('x'.repeat(50_000)), null))
  expect(bodies).toEqual({
    ...{ request: 'x'.repeat(20), response: null, requestSize: 50_000, responseSize: 0, isCut: true },
  })
})

test('what was not kept is nothing', async () => {
  expect(await openBodies(null)).toMatchObject({ request: null, response: null, isCut: false })
})

test('texts take less room than they did', async () => {
  const { bytes } = await createTextKeeper(100_000)('A sentence that comes again. '.repeat(1000))
  expect(bytes.length).toBeLessThan(2000)
})

test('an answer is one JSON text, without what it has not', () => {
  const nothing = { reasoning: '', finishReason: null, usage: null, errorDetail: null, httpStatus: null }
  expect(writeAnswer({ ...nothing, content: 'Hi' })).toBe('{"content":"Hi"}')
  expect(
    JSON.parse(writeAnswer({ ...nothing, content: '', reasoning: 'Hm', errorDetail: 'no', httpStatus: 400 })),
  ).toEqual({ status: 400, content: '', reasoning: 'Hm', error: 'no' })
})
