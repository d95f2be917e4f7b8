import {
  createModelConfig,
  createSession,
  createUser,
  interruptExpired,
  listMessages,
  newId,
  openDatabase,
  type OpenDatabase,
  type TargetWindow,
} from '@chatmore/db'
import { cutAtCommit, startTestServer, type CommitCutter, type TestServer } from '@chatmore/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { translateError } from '../errors/translate-error.ts'
import type { Engine } from '../generation/create-engine.ts'
import { createRecordingLog } from '../generation/testing/recording-log.ts'
import { retryAnswer } from './retry-answer.ts'
import { createKeyTurns } from './key-turns.ts'
import { createSecretBox } from './secret-box.ts'
import { chooseTargets, sendMessage } from './send-message.ts'

function window(id: string, useGlobalInput = true): TargetWindow {
  const model = { id: 'm', name: 'GPT', enabled: true, isDemo: false, isPermitted: true, removed: false }
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

describe('sending over a database', () => {
  let server: TestServer
  let way: CommitCutter
  let database: OpenDatabase
  beforeAll(async () => {
    server = await startTestServer({ hasPort: true })
    way = await cutAtCommit(server.url)
    database = openDatabase(way.url)
  }, 60_000)
  afterAll(async () => {
    await database.close()
    await way[Symbol.asyncDispose]()
    await server.stop()
  })

  async function prepare(windowCount = 1) {
    const { db } = database
    const email = `${newId().toLowerCase()}@example.com`
    const user = await createUser(db, { email, nickname: 'a', passwordHash: 'x', mayRegister: () => true })
    const scope = { userId: user!.id }
    const endpoint = { name: 'GPT', provider: 'x', apiBase: 'http://127.0.0.1:9/v1', model: 'x' }
    const { id: modelId } = await createModelConfig(db, endpoint)
    const windows = Array.from({ length: windowCount }, (_, index) => ({ modelId, name: `${index}` }))
    const session = await createSession(db, scope, { windows })
    const begun: string[][] = []
    const engine = {
      start: (_sessionId: string, messageIds: string[]) => void begun.push(messageIds),
      announceSession: () => Promise.resolve(),
    } as unknown as Engine
    const parts = {
      ...({ database: db, engine, demo: 'off', owner: 'this-instance', scope } as const),
      titles: { make: () => {}, stop: () => {} },
      ...{ log: createRecordingLog(), demoUrl: 'http://127.0.0.1:9/v1' },
      secretBox: createSecretBox({ secret: 'x'.repeat(32) }),
      keyTurns: createKeyTurns({ database: db, log: createRecordingLog() }),
    }
    return {
      parts,
      session,
      begun,
      input: { sessionId: session.id, content: 'Hello', clientMessageId: newId() },
    }
  }

  it.each(['before', 'after'] as const)(
    'writes once where the connection was lost at the write, %s the database heard of it',
    async (when) => {
      const { parts, session, begun, input } = await prepare(2)
      const cuts = way.count()
      way.cutNext(when, 'insert into `messages`')
      const { turns } = await sendMessage(parts, input)
      expect(way.count()).toBe(cuts + 1)
      for (const [index, { id: windowId }] of session.windows.entries()) {
        const { items } = (await listMessages(parts.database, parts.scope, { windowId }))!
        expect(items.map(({ id }) => id)).toEqual([
          turns[index]!.userMessageId,
          turns[index]!.assistantMessageId,
        ])
      }
      expect(begun).toEqual([turns.map((turn) => turn.assistantMessageId)])
      expect(await sendMessage(parts, input)).toMatchObject({ turns })
    },
  )

  it.each(['before', 'after'] as const)(
    'retries once where the connection was lost at the commit, %s the database heard of it',
    async (when) => {
      const { parts, session, input } = await prepare()
      const { turns } = await sendMessage(parts, input)
      await interruptExpired(parts.database, { owner: 'another', includeUnexpired: true })
      const engine = { ...parts.engine, announceMessages: () => Promise.resolve() }
      way.cutNext(when)
      const { assistantMessageId } = await retryAnswer(
        { ...parts, engine },
        { messageId: turns[0]!.assistantMessageId },
      )
      const windowId = session.windows[0]!.id
      const { items } = (await listMessages(parts.database, parts.scope, { windowId }))!
      expect(items.map(({ attempt, superseded }) => [attempt, superseded])).toEqual([
        [1, false],
        [1, true],
        [2, false],
      ])
      expect(items.at(-1)!.id).toBe(assistantMessageId)
    },
  )

  it('says that it is busy where the database gives every try up, and writes nothing', async () => {
    const { parts, session, input } = await prepare()
    await server.administer(`CREATE TRIGGER chatmore.not_ready BEFORE INSERT ON chatmore.messages FOR EACH ROW
      SIGNAL SQLSTATE '08S01' SET MYSQL_ERRNO = 1047, MESSAGE_TEXT = 'WSREP has not yet prepared node'`)
    try {
      const failure = await sendMessage(parts, input).catch((error: unknown) => error)
      expect(translateError(failure)).toMatchObject({ appCode: 'BUSY' })
    } finally {
      await server.administer('DROP TRIGGER chatmore.not_ready')
    }
    const { items } = (await listMessages(parts.database, parts.scope, { windowId: session.windows[0]!.id }))!
    expect(items).toEqual([])
    await sendMessage(parts, input)
  })

  it('has answers begun by a repetition whose first try was answered and never begun', async () => {
    const { parts, begun, input } = await prepare()
    const { turns } = await sendMessage(parts, input)
    await sendMessage(parts, input)
    expect(begun).toEqual([[turns[0]!.assistantMessageId], [turns[0]!.assistantMessageId]])
  })

  it('is done although the session could not be told of it', async () => {
    const { parts, input } = await prepare()
    const engine = {
      ...parts.engine,
      announceSession: () => Promise.reject(new Error('lost')),
    } as unknown as Engine
    expect((await sendMessage({ ...parts, engine }, input)).turns).toHaveLength(1)
    expect(parts.log.lines).toMatchObject([{ level: 'warn' }])
  })

  it('takes two statements for twelve windows before the answers begin, signing in not counted', async () => {
    const { parts, input } = await prepare(12)
    const statements: string[] = []
    const counted = openDatabase(server.url, { logger: { logQuery: (query) => void statements.push(query) } })
    const untilBegun: number[] = []
    const plans: number[] = []
    const start: Engine['start'] = (_sessionId, _ids, prepared) => {
      untilBegun.push(statements.length)
      plans.push(prepared?.length ?? 0)
      statements.length = 0
    }
    const engine = { ...parts.engine, start }
    try {
      for (const turn of [1, 2, 3]) {
        statements.length = 0
        await sendMessage(
          { ...parts, database: counted.db, engine },
          { ...input, clientMessageId: `turn-no-${turn}` },
        )
        await interruptExpired(parts.database, { owner: 'another', includeUnexpired: true })
      }
    } finally {
      await counted.close()
    }
    expect(untilBegun).toEqual([2, 2, 2])
    expect(plans).toEqual([12, 12, 12])
  })
})
