import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repeat } from '../../connection/transact.ts'
import { DuplicateKeyError } from '../../errors/duplicate-key-error.ts'
import { InvalidCursorError } from '../../errors/invalid-cursor-error.ts'
import { newId } from '../../new-id.ts'
import type { AppendAttemptValues, TargetModel } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { messages } from '../../schema/messages.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { explainQueries } from '../../testing/explain-queries.ts'
import { fillMessages } from '../../testing/fill-messages.ts'
import { owner, seedEnd, seedModel, seedSession, seedTurns, seedUser } from '../../testing/seed.ts'
import { removeModelConfig } from '../models/remove-model-config.ts'
import { createSession } from '../sessions/create-session.ts'
import { findSession } from '../sessions/find-session.ts'
import { removeSession } from '../sessions/remove-session.ts'
import { removeWindow } from '../windows/remove-window.ts'
import { appendAttempt } from './append-attempt.ts'
import { appendTurns } from './append-turns.ts'
import { findMessage, findMessagesUnscoped } from './find-message.ts'
import { listMessages } from './list-messages.ts'
import { listTargetWindows } from './list-target-windows.ts'
import { readBroadcast } from './read-broadcast.ts'

describe('messages', () => {
  let database: TestDatabase
  let scope: Scope
  let stranger: Scope
  beforeAll(async () => {
    database = await createTestDatabase()
    scope = await seedUser(database.db)
    stranger = await seedUser(database.db)
  })
  afterAll(() => database[Symbol.asyncDispose]())

  const listAll = async (windowId: string) =>
    (await listMessages(database.db, scope, { windowId, limit: 100 }))?.items ?? []

  describe('appendTurns', () => {
    it('writes a user message and a leased, pending answer into each window', async () => {
      const session = await seedSession(database.db, scope, 2)
      const content = 'Grüße, 世界 👩‍👩‍👧\n\\ " \' ` \u0000%_'
      const result = await seedTurns(database.db, { scope, sessionId: session.id, content })
      expect(result.turns.map((turn) => turn.windowId)).toEqual(session.windows.map((window) => window.id))
      for (const [index, turn] of result.turns.entries()) {
        const { modelId, modelName } = session.windows[index]!
        expect(await listAll(turn.windowId)).toMatchObject([
          { id: turn.userMessageId, seq: 1, role: 'user', content, status: 'done', modelId: null },
          {
            id: turn.assistantMessageId,
            seq: 2,
            role: 'assistant',
            content: '',
            status: 'pending',
            replyToId: turn.userMessageId,
            attempt: 1,
            superseded: false,
            broadcastGroupId: result.broadcastGroupId,
            modelId,
            modelName,
          },
        ])
      }
      const [row] = await database.db
        .select()
        .from(messages)
        .where(eq(messages.id, result.turns[0]!.assistantMessageId))
      expect(row).toMatchObject({ leaseOwner: owner, leaseFence: 1 })
      expect(row!.leaseUntil!.getTime() - Date.now()).toBeGreaterThan(10_000)
      expect(row!.leaseUntil!.getTime() - Date.now()).toBeLessThanOrEqual(16_000)
    })

    it('notes the first broadcast, the title given and the time on the session', async () => {
      const session = await seedSession(database.db, scope, 1)
      await seedTurns(database.db, { scope, sessionId: session.id, title: 'Named' })
      const after = await findSession(database.db, scope, session.id)
      expect(after).toMatchObject({ initialBroadcastDone: true, title: 'Named' })
      expect(Date.parse(after!.updatedAt)).toBeGreaterThan(Date.parse(session.updatedAt))
      await seedTurns(database.db, { scope, sessionId: session.id })
      expect(await findSession(database.db, scope, session.id)).toMatchObject({ title: 'Named' })
    })

    it('fits a text of the greatest length into fifty windows', async () => {
      const session = await seedSession(database.db, scope, 50)
      const content = '漢'.repeat(200_000)
      const { turns } = await seedTurns(database.db, { scope, sessionId: session.id, content })
      const stored = await findMessagesUnscoped(
        database.db,
        turns.map((turn) => turn.userMessageId),
      )
      expect(stored).toHaveLength(50)
      expect(stored.every((message) => message.content === content)).toBe(true)
    })

    it('refuses the same client message a second time for the same window', async () => {
      const session = await seedSession(database.db, scope, 1)
      const values = { scope, sessionId: session.id, clientMessageId: 'twice-the-same' }
      await seedTurns(database.db, values)
      await expect(seedTurns(database.db, values)).rejects.toThrow(DuplicateKeyError)
      await expect(seedTurns(database.db, values)).rejects.toMatchObject({ key: 'messages_client_message' })
      expect(await listAll(session.windows[0]!.id)).toHaveLength(2)
    })

    it('keeps a dense order in every window when twelve sends come at once', async () => {
      const session = await seedSession(database.db, scope, 3)
      await Promise.all(
        Array.from({ length: 12 }, () => seedTurns(database.db, { scope, sessionId: session.id })),
      )
      for (const window of session.windows) {
        const rows = await listAll(window.id)
        expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1))
        expect(rows.every((row, index) => index % 2 === 0 || row.replyToId === rows[index - 1]!.id)).toBe(
          true,
        )
      }
    })

    it('lets one of ten sends with one client message id write, to whichever windows they go, and the others find it', async () => {
      const session = await seedSession(database.db, scope, 2)
      const { id: sessionId } = session
      const request = { sessionId, clientMessageId: 'one-of-ten' }
      const allHaveRead = createBarrier(10)
      const send = (index: number) =>
        repeat(database.db, async (db) => {
          const state = await readBroadcast(db, scope, request)
          await allHaveRead()
          if (state!.earlier) return state!.earlier.result
          const windows = [state!.windows[index % 2]!]
          const values = { ...request, requestHash: 'c'.repeat(64), content: 'Hi', windows, owner }
          return (await appendTurns(db, values)).result
        })
      const results = await Promise.all(Array.from({ length: 10 }, (_, index) => send(index)))
      expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1)
      const counts = await Promise.all(session.windows.map(async ({ id }) => (await listAll(id)).length))
      expect(counts.sort()).toEqual([0, 2])
    })

    it('refuses what was decided by a state that has changed since, and what was decided anew is dense', async () => {
      const session = await seedSession(database.db, scope, 1)
      const { id: sessionId } = session
      const allHaveRead = createBarrier(3)
      const sends = Array.from({ length: 3 }, (_, index) =>
        repeat(database.db, async (db) => {
          const clientMessageId = `changed-since-${index}`
          const { windows } = (await readBroadcast(db, scope, {
            ...{ sessionId, clientMessageId },
          }))!
          await allHaveRead()
          const values = {
            sessionId,
            clientMessageId,
            requestHash: 'c'.repeat(64),
            content: 'Hi',
            windows,
            owner,
          }
          return appendTurns(db, values)
        }),
      )
      await Promise.all(sends)
      const rows = await listAll(session.windows[0]!.id)
      expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 6 }, (_, index) => index + 1))
    })

    it('gives the messages as they are read later', async () => {
      const session = await seedSession(database.db, scope, 1)
      const request = { sessionId: session.id, clientMessageId: 'as-read-later' }
      const { windows } = (await readBroadcast(database.db, scope, request))!
      const values = { ...request, requestHash: 'c'.repeat(64), content: 'Grüße 👋', windows, owner }
      const { turns } = await appendTurns(database.db, values)
      expect([turns[0]!.input, turns[0]!.answer]).toEqual(await listAll(windows[0]!.id))
    })
  })

  describe('readBroadcast', () => {
    const read = (sessionId: string, clientMessageId: string, windowIds?: string[]) =>
      readBroadcast(database.db, scope, { sessionId, clientMessageId, windowIds })

    it('gives the result and the hash of the send, its first answers also after a retry', async () => {
      const session = await seedSession(database.db, scope, 2)
      const clientMessageId = 'client-message'
      const result = await seedTurns(database.db, { scope, sessionId: session.id, clientMessageId })
      await seedEnd(database.db, result.turns[0]!.assistantMessageId)
      await retry(result.turns[0]!.assistantMessageId)
      const state = await read(session.id, clientMessageId)
      expect(state?.earlier).toEqual({ requestHash: 'a'.repeat(64), result })
    })

    it('knows nothing of another session’s sends, nor of a stranger’s session', async () => {
      const [session, other] = [await seedSession(database.db, scope), await seedSession(database.db, scope)]
      await seedTurns(database.db, { scope, sessionId: session.id, clientMessageId: 'client-message' })
      expect((await read(other.id, 'client-message'))?.earlier).toBeNull()
      const request = { sessionId: session.id, clientMessageId: 'client-message' }
      expect(await readBroadcast(database.db, stranger, request)).toBeNull()
    })

    it('has everything that the answers need to be run, as it is read for each of them', async () => {
      const price = { currency: 'EUR' as const, inputPerMillion: '1', outputPerMillion: '2' }
      const model = await seedModel(database.db, {
        name: 'Größe "1"',
        price,
        contextWindow: 9000,
        capabilities: ['x'],
      })
      const params = { temperature: 0.25, stop: ['\n'] }
      const session = await createSession(database.db, scope, {
        systemMessage: 'Be brief.\n"Quoted" \\ 👋',
        windows: [
          { modelId: model.id, name: 'One', params, systemMessage: 'Be long.' },
          { modelId: model.id, name: 'Two' },
        ],
      })
      const [one, two] = session.windows
      const { turns } = await seedTurns(database.db, { scope, sessionId: session.id })
      await seedEnd(database.db, turns[0]!.assistantMessageId)
      const state = (await read(session.id, 'next', [one!.id]))!
      expect(state.session).toMatchObject({ ...scope, title: '', systemMessage: session.systemMessage })
      expect(state.windows).toMatchObject([
        { name: 'One', params, systemMessage: 'Be long.', runningMessageId: null, nextSeq: 3 },
        { name: 'Two', params: {}, systemMessage: null, runningMessageId: turns[1]!.assistantMessageId },
      ])
      expect(state.windows.map(({ modelConfig }) => modelConfig)).toEqual([model, model])
      expect(state.windows[0]!.history).toMatchObject([
        { id: turns[0]!.userMessageId, seq: 1, role: 'user', content: 'Hello', status: 'done' },
        { id: turns[0]!.assistantMessageId, seq: 2, replyToId: turns[0]!.userMessageId, content: 'Hi there' },
      ])
      expect(state.windows[1]).toMatchObject({ id: two!.id, history: [] })
    })

    it('tells whether there was an input before by the messages, whatever the session was told', async () => {
      const session = await seedSession(database.db, scope, 1)
      expect((await read(session.id, 'first'))?.session.initialBroadcastDone).toBe(false)
      await seedTurns(database.db, { scope, sessionId: session.id })
      await database.db.update(chatSessions).set({ initialBroadcastDone: false })
      expect((await read(session.id, 'second'))?.session.initialBroadcastDone).toBe(true)
    })

    it('reads through indexes alone, and answers in flight among those alone', async () => {
      const session = await seedSession(database.db, scope, 3)
      const { id: modelId } = await seedModel(database.db)
      // In a table of a few rows the database may read them all, and be right.
      const filled = { sessions: 1, windowsPerSession: 2, turnsPerWindow: 500, textLength: 10 }
      await fillMessages(database.db, { scope, modelId, ...filled })
      const steps = await explainQueries(database.url, (db) =>
        readBroadcast(db, scope, { sessionId: session.id, clientMessageId: 'x' }),
      )
      const tables = steps.filter((step) => step.table && !step.table.startsWith('<'))
      expect(tables.filter((step) => step.key === null)).toEqual([])
      const inFlight = tables.find((step) => step.table === 'running')
      expect(inFlight?.key).toBe('messages_session_in_flight')
    })
  })

  describe('listTargetWindows', () => {
    it('tells of each window its model, its answer in flight and its next place', async () => {
      const disabled = await seedModel(database.db, { name: 'Off', enabled: false })
      const removed = await seedModel(database.db, { name: 'Gone' })
      const session = await createSession(database.db, scope, {
        windows: [
          { modelId: disabled.id, name: 'One' },
          { modelId: removed.id, name: 'Two' },
        ],
      })
      await removeModelConfig(database.db, removed.id)
      expect(await listTargetWindows(database.db, scope, session.id)).toEqual([
        {
          id: session.windows[0]!.id,
          name: 'One',
          useGlobalInput: true,
          model: {
            id: disabled.id,
            name: 'Off',
            enabled: false,
            isDemo: false,
            isPermitted: true,
            removed: false,
          },
          runningMessageId: null,
          nextSeq: 1,
        },
        expect.objectContaining({ model: expect.objectContaining({ enabled: false, removed: true }) }),
      ])
      const { turns } = await seedTurns(database.db, { scope, sessionId: session.id })
      await seedEnd(database.db, turns[0]!.assistantMessageId)
      expect(await listTargetWindows(database.db, scope, session.id)).toMatchObject([
        { runningMessageId: null, nextSeq: 3 },
        { runningMessageId: turns[1]!.assistantMessageId, nextSeq: 3 },
      ])
    })

    it('looks for answers in flight among those alone, not among all of the session', async () => {
      const session = await seedSession(database.db, scope, 3)
      const steps = await explainQueries(database.url, (db) => listTargetWindows(db, scope, session.id))
      const keys = steps.filter((step) => step.table === 'messages').map((step) => step.key)
      expect(keys.sort()).toEqual(['messages_session_in_flight', 'messages_window_seq'])
    })

    it('leaves removed windows out', async () => {
      const session = await seedSession(database.db, scope, 2)
      await removeWindow(database.db, scope, session.windows[0]!.id)
      const windows = await listTargetWindows(database.db, scope, session.id)
      expect(windows.map((window) => window.id)).toEqual([session.windows[1]!.id])
    })
  })

  describe('appendAttempt', () => {
    it('adds a pending attempt behind everything and marks the earlier ones', async () => {
      const session = await seedSession(database.db, scope, 1)
      const windowId = session.windows[0]!.id
      const first = await seedTurns(database.db, { scope, sessionId: session.id })
      const { userMessageId, assistantMessageId } = first.turns[0]!
      await seedEnd(database.db, assistantMessageId, { status: 'error', errorCode: 'RATE_LIMITED' })
      const later = await seedTurns(database.db, { scope, sessionId: session.id })
      await seedEnd(database.db, later.turns[0]!.assistantMessageId)
      const second = await retry(assistantMessageId)
      expect(second).toEqual({
        outcome: 'appended',
        sessionId: session.id,
        windowId,
        assistantMessageId: expect.any(String),
        supersededIds: [assistantMessageId],
      })
      const secondId = second?.outcome === 'appended' ? second.assistantMessageId : ''
      await seedEnd(database.db, secondId)
      // Of the earlier attempt again: still the newest one's successor.
      const third = await retry(assistantMessageId)
      expect(third).toMatchObject({ outcome: 'appended', supersededIds: [secondId] })
      expect(await listAll(windowId)).toMatchObject([
        { seq: 1 },
        { seq: 2, status: 'error', superseded: true, attempt: 1 },
        { seq: 3 },
        { seq: 4, superseded: false },
        { seq: 5, status: 'done', superseded: true, attempt: 2, replyToId: userMessageId },
        {
          seq: 6,
          status: 'pending',
          superseded: false,
          attempt: 3,
          replyToId: userMessageId,
          broadcastGroupId: first.broadcastGroupId,
        },
      ])
    })

    it('writes nothing while an answer of the window is in flight', async () => {
      const session = await seedSession(database.db, scope, 1)
      const { turns } = await seedTurns(database.db, { scope, sessionId: session.id })
      const [turn] = turns
      expect(await retry(turn!.assistantMessageId)).toEqual({
        outcome: 'busy',
        sessionId: session.id,
        windowId: turn!.windowId,
        runningMessageId: turn!.assistantMessageId,
      })
      expect(await listAll(turn!.windowId)).toHaveLength(2)
    })

    it('lets one of ten retries at once through', async () => {
      const session = await seedSession(database.db, scope, 1)
      const { turns } = await seedTurns(database.db, { scope, sessionId: session.id })
      const { assistantMessageId, windowId } = turns[0]!
      await seedEnd(database.db, assistantMessageId)
      const results = await Promise.all(Array.from({ length: 10 }, () => retry(assistantMessageId)))
      expect(results.filter((result) => result?.outcome === 'appended')).toHaveLength(1)
      expect(results.filter((result) => result?.outcome === 'busy')).toHaveLength(9)
      expect(await listAll(windowId)).toHaveLength(3)
    })

    it('writes nothing where the model may not be used', async () => {
      const session = await seedSession(database.db, scope, 1)
      const { turns } = await seedTurns(database.db, { scope, sessionId: session.id })
      await seedEnd(database.db, turns[0]!.assistantMessageId)
      const asked: TargetModel[] = []
      const result = await retry(turns[0]!.assistantMessageId, {
        mayUse: (model) => {
          asked.push(model)
          return false
        },
      })
      expect(result).toMatchObject({ outcome: 'modelUnavailable', window: { name: 'Window 1' } })
      expect(asked).toMatchObject([{ id: session.windows[0]!.modelId, enabled: true }])
      expect(await listAll(turns[0]!.windowId)).toHaveLength(2)
    })

    it('knows no user message, no removed window and no answer of a stranger', async () => {
      const session = await seedSession(database.db, scope, 1)
      const { turns } = await seedTurns(database.db, { scope, sessionId: session.id })
      const { userMessageId, assistantMessageId, windowId } = turns[0]!
      await seedEnd(database.db, assistantMessageId)
      expect(await retry(userMessageId)).toBeNull()
      expect(await retry(newId())).toBeNull()
      const values = { messageId: assistantMessageId, owner, mayUse: () => true }
      expect(await appendAttempt(database.db, stranger, values)).toBeNull()
      await removeWindow(database.db, scope, windowId)
      expect(await retry(assistantMessageId)).toBeNull()
    })
  })

  describe('reading', () => {
    it('pages back from the newest, oldest first in each page', async () => {
      const session = await seedSession(database.db, scope, 1)
      const windowId = session.windows[0]!.id
      for (let turn = 0; turn < 3; turn++) await seedTurns(database.db, { scope, sessionId: session.id })
      const pages: number[][] = []
      let cursor: string | null = null
      do {
        const page = await listMessages(database.db, scope, { windowId, cursor, limit: 4 })
        pages.push(page!.items.map((message) => message.seq))
        cursor = page!.nextCursor
      } while (cursor !== null)
      expect(pages).toEqual([
        [3, 4, 5, 6],
        [1, 2],
      ])
      expect((await listMessages(database.db, scope, { windowId, limit: 6 }))?.nextCursor).toBeNull()
    })

    it.each(['', 'x', Buffer.from('sessions 5').toString('base64url')])(
      'refuses the cursor %j',
      async (cursor) => {
        const session = await seedSession(database.db, scope, 1)
        const request = { windowId: session.windows[0]!.id, cursor }
        await expect(listMessages(database.db, scope, request)).rejects.toThrow(InvalidCursorError)
      },
    )

    it('shows an empty window as an empty page', async () => {
      const session = await seedSession(database.db, scope, 1)
      const page = await listMessages(database.db, scope, { windowId: session.windows[0]!.id })
      expect(page).toEqual({ items: [], nextCursor: null })
    })

    it('shows a stranger, and anyone of a removed session, nothing', async () => {
      const session = await seedSession(database.db, scope, 1)
      const { turns } = await seedTurns(database.db, { scope, sessionId: session.id })
      const { windowId, assistantMessageId } = turns[0]!
      expect(await findMessage(database.db, scope, assistantMessageId)).toMatchObject({ seq: 2 })
      expect(await findMessage(database.db, stranger, assistantMessageId)).toBeNull()
      expect(await listMessages(database.db, stranger, { windowId })).toBeNull()
      await removeSession(database.db, scope, session.id)
      expect(await findMessage(database.db, scope, assistantMessageId)).toBeNull()
      expect(await listMessages(database.db, scope, { windowId })).toBeNull()
    })

    it('shows nothing of leases, hashes and client message ids', async () => {
      const session = await seedSession(database.db, scope, 1)
      await seedTurns(database.db, { scope, sessionId: session.id })
      const [message] = await listAll(session.windows[0]!.id)
      expect(
        Object.keys(message!).filter((name) => /lease|hash|clientMessageId|updatedAt/i.test(name)),
      ).toEqual([])
    })

    it('goes along the index of the window', async () => {
      const session = await seedSession(database.db, scope, 1)
      const windowId = session.windows[0]!.id
      for (let turn = 0; turn < 3; turn++) await seedTurns(database.db, { scope, sessionId: session.id })
      const steps = await explainQueries(database.url, (db) =>
        listMessages(db, scope, { windowId, limit: 2 }),
      )
      expect(steps.find((step) => step.table === 'messages')).toMatchObject({
        key: 'messages_history',
        extra: expect.not.stringContaining('filesort'),
      })
    })
  })

  function retry(messageId: string, changes: Partial<AppendAttemptValues> = {}) {
    return appendAttempt(database.db, scope, { messageId, owner, mayUse: () => true, ...changes })
  }
})

/** Lets nobody pass before so many have come. */
function createBarrier(count: number): () => Promise<void> {
  let missing = count
  let open: () => void = () => undefined
  const isOpen = new Promise<void>((resolve) => (open = resolve))
  return () => {
    missing -= 1
    if (missing === 0) open()
    return isOpen
  }
}
