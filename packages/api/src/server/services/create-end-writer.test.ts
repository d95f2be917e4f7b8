import {
  appendTurns,
  createModelConfig,
  createSession,
  createUser,
  findMessagesUnscoped,
  listTargetWindows,
  newId,
  openDatabase,
  transact,
  type FinishedRun,
  type OpenDatabase,
  type Scope,
} from '@chatmore/db'
import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEndWriter } from './create-end-writer.ts'

const owner = 'instance-1'
const CHARACTERS = 40_000

let testDatabase: TestDatabase
let opened: OpenDatabase
let sessionId: string
let scope: Scope
const statements: string[] = []

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  const logger = { logQuery: (statement: string) => void statements.push(statement) }
  opened = openDatabase(testDatabase.url, { logger })
  sessionId = await createBoard()
})
afterAll(async () => {
  await opened.close()
  await testDatabase[Symbol.asyncDispose]()
})
beforeEach(() => void statements.splice(0))

/** A session with ten windows. */
async function createBoard(): Promise<string> {
  const { db } = opened
  const values = { email: 'someone@example.org', nickname: 'Someone', passwordHash: 'hash' }
  const user = await createUser(db, { ...values, mayRegister: () => true })
  const endpoint = { provider: 'openai', apiBase: 'https://api.example.org/v1' }
  const { id: modelId } = await createModelConfig(db, { ...endpoint, name: 'Model', model: 'model-1' })
  const windows = Array.from({ length: 10 }, (_, index) => ({ modelId, name: `Window ${index}` }))
  scope = { userId: user?.id ?? '' }
  return (await createSession(db, scope, { systemMessage: null, windows })).id
}

/** Ends of ten times as many answers, which are in flight. */
async function createEnds(rounds: number): Promise<FinishedRun[]> {
  const ids: string[] = []
  for (let round = 0; round < rounds; round++) {
    const { result } = await transact(opened.db, async (tx) =>
      appendTurns(tx, {
        sessionId,
        clientMessageId: newId(),
        requestHash: 'a'.repeat(64),
        content: 'Hello',
        windows: await listTargetWindows(tx, scope, sessionId),
        owner,
      }),
    )
    ids.push(...result.turns.map((turn) => turn.assistantMessageId))
  }
  statements.splice(0)
  return ids.map((messageId) => toEnd(messageId))
}

function toEnd(messageId: string): FinishedRun {
  return {
    messageId,
    lease: { owner, fence: 1 },
    status: 'done',
    content: `Answer ${messageId}`,
    reasoning: '',
    finishReason: 'stop',
    errorCode: null,
    errorMessage: null,
    usage: { promptTokens: 10, completionTokens: 5, reasoningTokens: null, isEstimated: false },
    price: null,
    ttftMs: 5,
    latencyMs: 50,
    thinkingMs: null,
    asked: null,
    call: {
      userId: newId(),
      workspaceId: newId(),
      modelId: null,
      upstreamModel: 'model-1',
      httpStatus: 200,
      errorDetail: null,
      startedAt: new Date(),
    },
  }
}

/** What each ended as, or that it was refused. */
async function outcomesOf(ends: FinishedRun[]): Promise<unknown[]> {
  const write = createEndWriter(opened.db)
  return Promise.all(
    ends.map((end) =>
      write(end).then(
        (message) => message?.content ?? null,
        () => 'refused',
      ),
    ),
  )
}

const contentsOf = (ends: FinishedRun[]) => ends.map(({ content }) => content)

async function storedContents(ends: FinishedRun[]): Promise<string[]> {
  const ids = ends.map(({ messageId }) => messageId)
  const messages = await findMessagesUnscoped(opened.db, ids)
  return messages.filter(({ status }) => status === 'done').map(({ content }) => content)
}

describe('the writer of ends', () => {
  it('stores two hundred ends of one moment in a few statements, each with its own text', async () => {
    const ends = await createEnds(20)
    expect(await outcomesOf(ends)).toEqual(contentsOf(ends))
    expect(statements.length).toBeLessThanOrEqual(12)
    expect((await storedContents(ends)).sort()).toEqual(contentsOf(ends).sort())
  })

  it('stores together what comes while another is being stored', async () => {
    const [first, ...others] = await createEnds(2)
    const write = createEndWriter(opened.db)
    const writing = write(first!)
    await expect.poll(() => statements.length, { timeout: 20_000, interval: 1 }).toBeGreaterThan(0)
    const messages = await Promise.all([writing, ...others.map(write)])
    expect(messages.map((message) => message?.content)).toEqual(contentsOf([first!, ...others]))
    expect(statements.length).toBeLessThanOrEqual(12)
  })

  it('stores an end that comes alone, and one that comes after it', async () => {
    const [first, second] = await createEnds(1)
    const write = createEndWriter(opened.db)
    expect(await write(first!)).toMatchObject({ content: first!.content })
    expect(await write(second!)).toMatchObject({ content: second!.content })
  })

  it('refuses the one that the database refuses, and stores the others', async () => {
    const [odd, ...others] = await createEnds(1)
    odd!.call.userId = 'longer than any id that there could ever be'
    expect(await outcomesOf([odd!, ...others])).toEqual(['refused', ...contentsOf(others)])
    expect((await storedContents([odd!, ...others])).sort()).toEqual(contentsOf(others).sort())
  })

  it('gives null for the one whose lease was lost, and stores the others', async () => {
    const [lost, ...others] = await createEnds(1)
    lost!.lease = { owner, fence: 2 }
    expect(await outcomesOf([lost!, ...others])).toEqual([null, ...contentsOf(others)])
    expect((await storedContents([lost!, ...others])).sort()).toEqual(contentsOf(others).sort())
  })

  it('stores long texts each in a statement of its own', async () => {
    const ends = (await createEnds(1)).map((end) => ({
      ...end,
      content: end.messageId.repeat(CHARACTERS / 20),
    }))
    expect(await outcomesOf(ends)).toEqual(contentsOf(ends))
    expect(statements.length).toBe(6 * ends.length)
  })

  it('rejects each where the database is away', async () => {
    const ends = await createEnds(1)
    const gone = openDatabase('mysql://user:secret@127.0.0.1:1/none')
    const write = createEndWriter(gone.db)
    const outcomes = await Promise.allSettled(ends.map(write))
    expect(outcomes.map(({ status }) => status)).toEqual(ends.map(() => 'rejected'))
    await gone.close()
    expect(await outcomesOf(ends)).toEqual(contentsOf(ends))
  })

  it('keeps no end waiting for one that waits for a lock', async () => {
    const [locked, ...others] = await createEnds(1)
    const write = createEndWriter(opened.db)
    let isSettled = false
    let writing: Promise<unknown> = Promise.resolve()
    await transact(opened.background, async (tx) => {
      await tx.execute(`SELECT id FROM messages WHERE id = '${locked!.messageId}' FOR UPDATE`)
      statements.splice(0)
      writing = write(locked!).finally(() => (isSettled = true))
      await expect.poll(() => statements.length, { timeout: 20_000, interval: 1 }).toBeGreaterThan(0)
      await Promise.all(others.map(write))
      expect(isSettled).toBe(false)
    })
    expect(await writing).toMatchObject({ content: locked!.content })
  })
})
