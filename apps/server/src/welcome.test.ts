import { expect, test } from 'vitest'
import { readEnvironment } from './env.ts'
import type { RunningServer } from './start-server.ts'
import { describeStart } from './welcome.ts'

const server = (isFirstRun: boolean): RunningServer => ({
  url: 'http://127.0.0.1:3000',
  isFirstRun,
  close: () => Promise.resolve(),
  cutConnections: () => undefined,
})

test('the first start says where to register, who becomes administrator and where the data lies', () => {
  const text = describeStart(readEnvironment({ CHATMORE_DATA_DIR: '/srv/chatmore' }), server(true))
  expect(text).toContain('Open http://127.0.0.1:3000 and register: the first account is the administrator.')
  expect(text).toContain('/srv/chatmore')
})

test('a later start says where to sign in', () => {
  expect(describeStart(readEnvironment({}), server(false))).toContain(
    'Open http://127.0.0.1:3000 and sign in.',
  )
})

test('the public address is the one to open', () => {
  const text = describeStart(readEnvironment({ PUBLIC_URL: 'https://chat.example.com' }), server(true))
  expect(text).toContain('Open https://chat.example.com')
})

test('a database of one’s own is named without its password', () => {
  const text = describeStart(
    readEnvironment({
      DATABASE_URL: 'mysql://user:hunter2@db.example:3306/chatmore',
      CHATMORE_SECRET: 'x'.repeat(32),
    }),
    server(true),
  )
  expect(text).toContain('database chatmore at db.example:3306')
  expect(text).not.toContain('hunter2')
})
