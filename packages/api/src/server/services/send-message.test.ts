import { createModelConfig, createSession, createUser, type TargetWindow } from '@chatmore/db'
import { createTestDatabase } from '@chatmore/db/testing'
import { describe, expect, it } from 'vitest'
import type { Engine } from '../generation/create-engine.ts'
import { chooseTargets, sendMessage, toTitle } from './send-message.ts'

function window(id: string, useGlobalInput = true): TargetWindow {
  const model = { id: 'm', name: 'GPT', enabled: true, isDemo: false, removed: false }
  return { id, name: id, useGlobalInput, model, runningMessageId: null, nextSeq: 1 }
}

const windows = [window('a'), window('b', false), window('c')]
const choose = (initialBroadcastDone: boolean, windowIds?: string[]) =>
  chooseTargets({ initialBroadcastDone }, windows, windowIds).map(({ id }) => id)

describe('the windows that a message goes to', () => {
  it.each([undefined, ['a'], ['nowhere']])(
    'are all for the first input, even where it names %j',
    (windowIds) => {
      expect(choose(false, windowIds)).toEqual(['a', 'b', 'c'])
    },
  )

  it('are those that take the global input, later', () => {
    expect(choose(true)).toEqual(['a', 'c'])
  })

  it('are those that are named, later, whether they take the global input or not', () => {
    expect(choose(true, ['c', 'b', 'b'])).toEqual(['b', 'c'])
  })

  it('must be of the session', () => {
    expect(() => choose(true, ['a', 'nowhere'])).toThrow('does not exist')
  })

  it('must be some', () => {
    expect(() => chooseTargets({ initialBroadcastDone: false }, [], undefined)).toThrow('has no window')
    const silent = [window('a', false)]
    expect(() => chooseTargets({ initialBroadcastDone: true }, silent, undefined)).toThrow('no window takes')
  })
})

it.each([
  ['is the first line', 'Hello there\nsecond', 'Hello there'],
  ['skips empty lines', '\n  \n\tx  y \n', 'x y'],
  ['has 60 characters at most', 'x'.repeat(100), 'x'.repeat(60)],
  ['cuts no character in two', '😀'.repeat(100), '😀'.repeat(60)],
])('the title of a first input %s', (_what, content, title) => {
  expect(toTitle(content)).toBe(title)
})

it('a message whose answers were never begun, the server’s connection lost at the commit, has them begun by its repetition', async () => {
  await using database = await createTestDatabase()
  const user = await createUser(database.db, {
    email: 'ada@example.com',
    nickname: 'ada',
    passwordHash: 'x',
    mayRegister: () => true,
  })
  const scope = { userId: user!.id }
  const endpoint = { name: 'GPT', provider: 'x', apiBase: 'http://127.0.0.1:9/v1', model: 'x' }
  const { id: modelId } = await createModelConfig(database.db, endpoint)
  const session = await createSession(database.db, scope, { windows: [{ modelId, name: 'GPT' }] })
  const begun: string[][] = []
  const engine = {
    start: (_sessionId: string, messageIds: string[]) => void begun.push(messageIds),
    announceSession: () => Promise.reject(new Error('the connection is lost')),
  } as unknown as Engine
  const parts = { database: database.db, engine, demo: 'off', owner: 'this-instance', scope } as const
  const input = { sessionId: session.id, content: 'Hello', clientMessageId: 'lost-commit' }
  await expect(sendMessage(parts, input)).rejects.toThrow('lost')
  const { turns } = await sendMessage(parts, input)
  expect(begun).toEqual([[turns[0]!.assistantMessageId], [turns[0]!.assistantMessageId]])
})
