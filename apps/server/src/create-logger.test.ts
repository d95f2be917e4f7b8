import { expect, test } from 'vitest'
import { createLogger } from './create-logger.ts'

function capture(isTTY: boolean) {
  const lines: string[] = []
  return { lines, log: createLogger('info', { isTTY, write: (line) => lines.push(line) }) }
}

test('a line is JSON with level, ISO time, message and fields', () => {
  const { lines, log } = capture(false)
  log.info({ requestId: 'r1' }, 'hello')
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    requestId: 'r1',
    message: 'hello',
  })
})

test('what is below the level is not written', () => {
  const { lines, log } = capture(false)
  log.debug({}, 'quiet')
  expect(lines).toEqual([])
})

test.each([
  ['apiKey', { apiKey: 'CANARY' }],
  ['authorization', { headers: { authorization: 'CANARY' } }],
  ['cookie', { headers: { cookie: 'CANARY' } }],
  ['set-cookie', { response: { headers: { 'set-cookie': 'CANARY' } } }],
  ['password', { input: { password: 'CANARY' } }],
  ['token', { token: 'CANARY' }],
  ['connectionParams', { connectionParams: 'CANARY' }],
])('the field %s is left out wherever it stands', (_name, fields) => {
  const { lines, log } = capture(false)
  log.info(fields, 'careful')
  expect(lines.join('')).toContain('[redacted]')
  expect(lines.join('')).not.toContain('CANARY')
})

test('a key within a text is left out', () => {
  const { lines, log } = capture(false)
  log.info(
    { detail: 'refused key sk-abcdefghijklmnopqrstuvwxyz123456' },
    'Bearer cm-abcdefghijklmnopqrstuvwxyz123456',
  )
  expect(lines.join('')).not.toContain('abcdefghijklmnopqrstuvwxyz')
  expect(() => JSON.parse(lines[0] ?? '')).not.toThrow()
})

test('an error comes with its name, its stack and its causes', () => {
  const { lines, log } = capture(false)
  log.error({ error: new TypeError('outer', { cause: new Error('inner') }) }, 'failed')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    error: {
      name: 'TypeError',
      message: 'outer',
      stack: expect.stringContaining('at '),
      cause: { message: 'inner' },
    },
  })
})

test('in a terminal a line is for people', () => {
  const { lines, log } = capture(true)
  log.warn({ requestId: 'r1' }, 'look here')
  expect(lines.join('')).toContain('look here')
  expect(lines.join('')).not.toContain('{"level"')
})
