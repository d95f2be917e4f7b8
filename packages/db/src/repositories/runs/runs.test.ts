import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { newId } from '../../new-id.ts'
import type { FinishedRun } from '../../records/run.ts'
import type { Scope } from '../../records/scope.ts'
import type { SessionRecord } from '../../records/session.ts'
import { calls } from '../../schema/calls.ts'
import { messages } from '../../schema/messages.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { explainQueries } from '../../testing/explain-queries.ts'
import {
  finishedRun,
  owner,
  seedEnd,
  seedModel,
  seedSession,
  seedTurns,
  seedUser,
} from '../../testing/seed.ts'
import { appendAttempt } from '../messages/append-attempt.ts'
import { findMessagesUnscoped } from '../messages/find-message.ts'
import { updateModelConfig } from '../models/update-model-config.ts'
import { createSession } from '../sessions/create-session.ts'
import { findSession } from '../sessions/find-session.ts'
import { updateWindow } from '../windows/update-window.ts'
import { finishRun } from './finish-run.ts'
import { finishRuns } from './finish-runs.ts'
import { interruptExpired } from './interrupt-expired.ts'
import { readTime } from '../read-time.ts'
import { listChangedSince } from './list-changed-since.ts'
import { listInFlight } from './list-in-flight.ts'
import { loadRunRows } from './load-run-rows.ts'
import { renewLeases } from './renew-leases.ts'
import { writeCheckpoints } from './write-checkpoints.ts'

const other = 'instance-b'

describe('runs', () => {
  let database: TestDatabase
  let scope: Scope
  let session: SessionRecord
  beforeAll(async () => void (database = await createTestDatabase()))
  afterAll(() => database[Symbol.asyncDispose]())
  beforeEach(async () => {
    await database.db.delete(calls)
    await database.db.delete(messages)
    scope = await seedUser(database.db)
    session = await seedSession(database.db, scope, 2)
  })

  const send = (content = 'Hello', sessionId = session.id) =>
    seedTurns(database.db, { scope, sessionId, content })
  const sendAndGetIds = async (content?: string) =>
    (await send(content)).turns.map((turn) => turn.assistantMessageId) as [string, string]
  const checkpoint = (messageId: string, changes = {}) => ({
    messageId,
    lease: { owner, fence: 1 },
    content: 'So far',
    reasoning: 'Hm',
    ...changes,
  })
  const expire = (ids: string[]) =>
    database.db
      .update(messages)
      .set({ leaseUntil: sql`UTC_TIMESTAMP(3) - INTERVAL 1 SECOND` })
      .where(inArray(messages.id, ids))
  async function readRow(id: string) {
    const [row] = await database.db.select().from(messages).where(eq(messages.id, id))
    return row!
  }
  const listCalls = () => database.db.select().from(calls)

  describe('loadRunRows', () => {
    it('gives all that the pending answers need, in two statements', async () => {
      const window = session.windows[0]!
      await updateWindow(database.db, scope, {
        id: window.id,
        params: { temperature: 1 },
        systemMessage: 'Rhyme.',
      })
      const ids = await sendAndGetIds('What is a lease?')
      const steps = await explainQueries(database.url, (db) => loadRunRows(db, ids, owner))
      expect(new Set(steps.map((step) => step.query))).toEqual(new Set([0, 1]))
      const rows = await loadRunRows(database.db, ids, owner)
      expect(rows.map((row) => row.message.id).sort()).toEqual([...ids].sort())
      const row = rows.find((candidate) => candidate.message.id === ids[0])
      expect(row).toMatchObject({
        message: { id: ids[0], status: 'pending' },
        input: { content: 'What is a lease?', role: 'user' },
        lease: { owner, fence: 1 },
        userId: scope.userId,
        workspaceId: expect.any(String),
        model: { id: window.modelId, apiBase: 'https://api.example.org/v1', secrets: [] },
        windowParams: { temperature: 1 },
        windowSystemMessage: 'Rhyme.',
        sessionSystemMessage: null,
        history: [],
      })
    })

    it('gives each window its own history before the input, oldest first', async () => {
      const first = await send('One')
      await seedEnd(database.db, first.turns[0]!.assistantMessageId, { content: 'Left one' })
      await seedEnd(database.db, first.turns[1]!.assistantMessageId, { content: 'Right one' })
      const second = await send('Two')
      const rows = await loadRunRows(
        database.db,
        second.turns.map((turn) => turn.assistantMessageId),
        owner,
      )
      const histories = rows.map((row) => row.history.map(({ role, content, seq }) => [seq, role, content]))
      expect(histories).toEqual([
        [
          [1, 'user', 'One'],
          [2, 'assistant', 'Left one'],
        ],
        [
          [1, 'user', 'One'],
          [2, 'assistant', 'Right one'],
        ],
      ])
    })

    it('gives a retry the history before the message that it answers anew', async () => {
      const first = await send('One')
      for (const turn of first.turns) await seedEnd(database.db, turn.assistantMessageId)
      const second = await send('Two')
      for (const turn of second.turns) await seedEnd(database.db, turn.assistantMessageId)
      const values = { messageId: first.turns[0]!.assistantMessageId, owner, mayUse: () => true }
      const attempt = await appendAttempt(database.db, scope, values)
      const id = attempt?.outcome === 'appended' ? attempt.assistantMessageId : ''
      const [row] = await loadRunRows(database.db, [id], owner)
      expect(row).toMatchObject({ input: { content: 'One' }, history: [], message: { attempt: 2 } })
    })

    it('loads the newest 400 messages at most', async () => {
      const { id: windowId } = session.windows[0]!
      const now = new Date()
      await database.db.insert(messages).values(
        Array.from({ length: 500 }, (_, index) => ({
          id: newId(),
          sessionId: session.id,
          windowId,
          seq: index + 1,
          role: 'user' as const,
          content: `Message ${index + 1}`,
          reasoning: '',
          status: 'done' as const,
          usageEstimated: false,
          attempt: 1,
          superseded: false,
          leaseFence: 0,
          createdAt: now,
          updatedAt: now,
        })),
      )
      const { turns } = await send()
      const [row] = await loadRunRows(database.db, [turns[0]!.assistantMessageId], owner)
      expect(row!.history.map((message) => message.seq)).toEqual(
        Array.from({ length: 400 }, (_, index) => index + 101),
      )
    })

    it('loads no more text than the model could ever have room for, and always the newest message', async () => {
      const model = await seedModel(database.db, { contextWindow: 1000 })
      const own = await createSession(database.db, scope, { windows: [{ modelId: model.id, name: 'Small' }] })
      for (const content of ['漢'.repeat(6000), 'b'.repeat(9000), 'c'.repeat(6000), 'd'.repeat(9000)]) {
        const { turns } = await send(content, own.id)
        await seedEnd(database.db, turns[0]!.assistantMessageId, { content: '', usage: null })
      }
      const { turns } = await send('now', own.id)
      const [row] = await loadRunRows(database.db, [turns[0]!.assistantMessageId], owner)
      const texts = row!.history.filter((message) => message.role === 'user').map(({ content }) => content[0])
      expect(texts).toEqual(['b', 'c', 'd'])
    })

    it('calls the model that the answer was sent to, also if the window has another by now', async () => {
      const ids = await sendAndGetIds()
      const newModel = await seedModel(database.db)
      await updateWindow(database.db, scope, { id: session.windows[0]!.id, modelId: newModel.id })
      const [row] = await loadRunRows(database.db, [ids[0]], owner)
      expect(row!.model.id).toBe(session.windows[0]!.modelId)
    })

    it('leaves out what has started, has ended, or is held by another', async () => {
      const [started, ended] = await sendAndGetIds()
      await writeCheckpoints(database.db, [checkpoint(started)])
      await finishRun(database.db, finishedRun(ended))
      expect(await loadRunRows(database.db, [started, ended, newId()], owner)).toEqual([])
      const second = await seedSession(database.db, scope, 1)
      const { turns } = await seedTurns(database.db, { scope, sessionId: second.id, owner: other })
      expect(await loadRunRows(database.db, [turns[0]!.assistantMessageId], owner)).toEqual([])
      expect(await loadRunRows(database.db, [], owner)).toEqual([])
    })
  })

  describe('writeCheckpoints', () => {
    it('writes each text to its own row, makes it streaming and renews its lease', async () => {
      const ids = await sendAndGetIds()
      await expire(ids)
      const [first, second] = ids.map((id, index) => checkpoint(id, { content: `Text ${index} 😀'\\` }))
      expect(await writeCheckpoints(database.db, [first!, second!])).toEqual([])
      for (const [index, id] of ids.entries()) {
        const row = await readRow(id)
        expect(row).toMatchObject({ content: `Text ${index} 😀'\\`, reasoning: 'Hm', status: 'streaming' })
        expect(row.leaseUntil!.getTime()).toBeGreaterThan(Date.now() + 10_000)
      }
    })

    it.each([
      ['fence', { lease: { owner, fence: 2 } }],
      ['owner', { lease: { owner: other, fence: 1 } }],
    ])('leaves a row of another %s alone and names it, and writes the others', async (_what, lease) => {
      const [lost, held] = await sendAndGetIds()
      const before = await readRow(lost)
      expect(await writeCheckpoints(database.db, [checkpoint(lost, lease), checkpoint(held)])).toEqual([lost])
      expect(await readRow(lost)).toEqual(before)
      expect((await readRow(held)).content).toBe('So far')
    })

    it('writes nothing to an answer that has ended', async () => {
      const [ended] = await sendAndGetIds()
      await finishRun(database.db, finishedRun(ended))
      const before = await readRow(ended)
      expect(await writeCheckpoints(database.db, [checkpoint(ended)])).toEqual([ended])
      expect(await readRow(ended)).toEqual(before)
    })

    it('does not count as a change of the message, nor needs anything to write', async () => {
      const [id] = await sendAndGetIds()
      const before = await readRow(id)
      await writeCheckpoints(database.db, [checkpoint(id)])
      expect((await readRow(id)).updatedAt).toEqual(before.updatedAt)
      expect(await writeCheckpoints(database.db, [])).toEqual([])
    })

    it('finds its rows by their primary key', async () => {
      const ids = await sendAndGetIds()
      const steps = await explainQueries(database.url, (db) =>
        writeCheckpoints(
          db,
          ids.map((id) => checkpoint(id)),
        ),
      )
      expect(steps).toEqual([expect.objectContaining({ key: 'PRIMARY' })])
    })
  })

  describe('renewLeases', () => {
    it('renews what the owner holds, run out or not, and names what it holds no longer', async () => {
      const [held, ended] = await sendAndGetIds()
      await expire([held])
      await finishRun(database.db, finishedRun(ended))
      const second = await seedSession(database.db, scope, 1)
      const { turns } = await seedTurns(database.db, { scope, sessionId: second.id, owner: other })
      const foreign = turns[0]!.assistantMessageId
      expect(await renewLeases(database.db, [held], owner)).toEqual([])
      const lost = await renewLeases(database.db, [held, ended, foreign], owner)
      expect(lost.sort()).toEqual([ended, foreign].sort())
      expect((await readRow(held)).leaseUntil!.getTime()).toBeGreaterThan(Date.now() + 10_000)
      expect(await renewLeases(database.db, [], owner)).toEqual([])
    })
  })

  describe('finishRun', () => {
    it('writes the end state, the call and the time of the session', async () => {
      const [id] = await sendAndGetIds()
      const before = await findSession(database.db, scope, session.id)
      const run = finishedRun(id, { reasoning: 'Because', content: 'Done 世界' })
      const message = await finishRun(database.db, run)
      expect(message).toMatchObject({
        id,
        status: 'done',
        content: 'Done 世界',
        reasoning: 'Because',
        finishReason: 'stop',
        promptTokens: 10,
        completionTokens: 5,
        reasoningTokens: null,
        usageEstimated: false,
        cost: '0.000075',
        currency: 'USD',
        ttftMs: 120,
        latencyMs: 900,
      })
      expect(await findMessagesUnscoped(database.db, [id])).toEqual([message])
      expect(await readRow(id)).toMatchObject({ leaseOwner: null, leaseUntil: null, leaseFence: 1 })
      expect(await listCalls()).toMatchObject([
        {
          userId: run.call.userId,
          workspaceId: run.call.workspaceId,
          source: 'window',
          messageId: id,
          upstreamModel: 'model-1',
          status: 'done',
          httpStatus: 200,
          price: run.price,
          cost: '0.0000750000',
          currency: 'USD',
          startedAt: run.call.startedAt,
        },
      ])
      const after = await findSession(database.db, scope, session.id)
      expect(Date.parse(after!.updatedAt)).toBeGreaterThanOrEqual(Date.parse(before!.updatedAt))
    })

    it('records an error with its code, the words for people, and those of the endpoint in the call alone', async () => {
      const [id] = await sendAndGetIds()
      const base = finishedRun(id)
      const message = await finishRun(database.db, {
        ...base,
        status: 'error',
        errorCode: 'KEY_REFUSED',
        errorMessage: 'The endpoint refused the key.',
        usage: null,
        ttftMs: null,
        call: { ...base.call, httpStatus: 401, errorDetail: 'invalid key' },
      })
      expect(message).toMatchObject({
        status: 'error',
        errorCode: 'KEY_REFUSED',
        errorMessage: 'The endpoint refused the key.',
        promptTokens: null,
        cost: null,
        currency: null,
      })
      expect(JSON.stringify(message)).not.toContain('invalid key')
      expect(await listCalls()).toMatchObject([{ errorDetail: 'invalid key', httpStatus: 401, cost: null }])
    })

    it.each([
      ['fence', { owner, fence: 2 }],
      ['owner', { owner: other, fence: 1 }],
    ])('writes nothing at all under another %s', async (_what, lease) => {
      const [id] = await sendAndGetIds()
      const before = await readRow(id)
      expect(await finishRun(database.db, finishedRun(id, { lease }))).toBeNull()
      expect(await readRow(id)).toEqual(before)
      expect(await listCalls()).toEqual([])
    })

    it('writes nothing once the answer was taken over', async () => {
      const [id] = await sendAndGetIds()
      await expire([id])
      await interruptExpired(database.db, { owner: other, includeUnexpired: false })
      const before = await readRow(id)
      expect(await finishRun(database.db, finishedRun(id))).toBeNull()
      expect(await readRow(id)).toEqual(before)
    })

    it('gives what was written when it is repeated, and counts the call once', async () => {
      const [id] = await sendAndGetIds()
      const first = await finishRun(database.db, finishedRun(id))
      const again = await finishRun(database.db, finishedRun(id, { status: 'error', content: 'Other' }))
      expect(again).toEqual(first)
      expect(await listCalls()).toHaveLength(1)
    })

    it('undoes the end state when the call cannot be written', async () => {
      const [id] = await sendAndGetIds()
      const before = await readRow(id)
      const call = { ...finishedRun(id).call, userId: 'longer than any id that there could ever be' }
      await expect(finishRun(database.db, finishedRun(id, { call }))).rejects.toThrow()
      expect(await readRow(id)).toEqual(before)
    })

    it('ends an answer whatever absurd numbers and words the endpoint told', async () => {
      const [id] = await sendAndGetIds()
      const base = finishedRun(id)
      const message = await finishRun(database.db, {
        ...base,
        finishReason: '结'.repeat(500),
        errorMessage: 'e'.repeat(5000),
        usage: { promptTokens: 1e15, completionTokens: -5, reasoningTokens: Number.NaN, isEstimated: true },
        ttftMs: 0.4,
        latencyMs: 1e12,
        call: { ...base.call, upstreamModel: 'm'.repeat(500), httpStatus: 1e6 },
      })
      expect(message).toMatchObject({
        finishReason: '结'.repeat(64),
        promptTokens: 2_147_483_647,
        completionTokens: 0,
        reasoningTokens: null,
        usageEstimated: true,
        ttftMs: 0,
        latencyMs: 2_147_483_647,
      })
    })

    it('tells a retry from a first answer in the call log', async () => {
      const [id] = await sendAndGetIds()
      await seedEnd(database.db, id)
      const values = { messageId: id, owner, mayUse: () => true }
      const attempt = await appendAttempt(database.db, scope, values)
      const retryId = attempt?.outcome === 'appended' ? attempt.assistantMessageId : ''
      await seedEnd(database.db, retryId)
      const sources = (await listCalls()).map((call) => [call.messageId, call.source])
      expect(sources).toEqual([
        [id, 'window'],
        [retryId, 'retry'],
      ])
    })

    it('ends the twelve answers of a broadcast at once without a deadlock', async () => {
      const wide = await seedSession(database.db, scope, 12)
      const { turns } = await send('Hi', wide.id)
      const ended = await Promise.all(
        turns.map((turn) => finishRun(database.db, finishedRun(turn.assistantMessageId))),
      )
      expect(ended.every((message) => message?.status === 'done')).toBe(true)
      expect(await listCalls()).toHaveLength(12)
    })
  })

  describe('finishRuns', () => {
    it('writes to each answer what it would alone, in six statements', async () => {
      const ids = [...(await sendAndGetIds()), ...(await sendAndGetIds('Again'))]
      const changes: Partial<FinishedRun>[] = [
        { content: 'One 世界', reasoning: 'Because' },
        { status: 'error', errorCode: 'KEY_REFUSED', errorMessage: 'No.', usage: null },
        { price: { currency: 'EUR', inputPerMillion: '0.1', outputPerMillion: '1' }, ttftMs: null },
        { finishReason: null, latencyMs: 1e12, price: null },
      ]
      const ended = ids.map((id, index) => finishedRun(id, changes[index]))
      let messages: unknown[] = []
      const steps = await explainQueries(database.url, async (db) => {
        messages = await finishRuns(db, ended)
      })
      expect(new Set(steps.map((step) => step.query)).size).toBeLessThanOrEqual(6)
      expect(messages).toMatchObject([
        { id: ids[0], status: 'done', ...changes[0], usageEstimated: false, cost: '0.000075' },
        { id: ids[1], status: 'error', errorCode: 'KEY_REFUSED', errorMessage: 'No.', promptTokens: null },
        { id: ids[2], promptTokens: 10, cost: '0.000006', currency: 'EUR', ttftMs: null, latencyMs: 900 },
        { id: ids[3], finishReason: null, latencyMs: 2_147_483_647, cost: null, currency: null, ttftMs: 120 },
      ])
      const stored = await findMessagesUnscoped(database.db, ids)
      expect(new Set(stored)).toEqual(new Set(messages))
      const logged = await listCalls()
      expect(logged.map((call) => call.messageId).sort()).toEqual([...ids].sort())
      expect(await finishRuns(database.db, ended)).toEqual(messages)
      expect(await listCalls()).toEqual(logged)
    })

    it('writes nothing where some are held and others not, and gives null for each where all are lost', async () => {
      const [held, lost] = await sendAndGetIds()
      const before = await readRow(held)
      const foreign = { owner: other, fence: 1 }
      const mixed = [finishedRun(held), finishedRun(lost, { lease: foreign })]
      await expect(finishRuns(database.db, mixed)).rejects.toThrow('held')
      expect(await readRow(held)).toEqual(before)
      const allLost = [held, lost].map((id) => finishedRun(id, { lease: foreign }))
      expect(await finishRuns(database.db, allLost)).toEqual([null, null])
      expect(await listCalls()).toEqual([])
    })
  })

  describe('interruptExpired', () => {
    const sweep = (changes = {}) =>
      interruptExpired(database.db, { owner: other, includeUnexpired: false, ...changes })

    it('ends those whose lease has run out, with the text they have, and no others', async () => {
      const [dead, alive] = await sendAndGetIds()
      await writeCheckpoints(database.db, [checkpoint(dead, { content: 'Half a' })])
      await expire([dead])
      expect(await sweep()).toMatchObject([{ id: dead, status: 'interrupted', content: 'Half a' }])
      expect(await readRow(dead)).toMatchObject({ leaseFence: 2, leaseOwner: null, leaseUntil: null })
      expect((await readRow(alive)).status).toBe('pending')
      expect(await sweep()).toEqual([])
    })

    it('records the call that nobody could end', async () => {
      await updateModelConfig(
        database.db,
        { id: session.windows[0]!.modelId },
        {
          price: { currency: 'USD', inputPerMillion: '1', outputPerMillion: '2' },
        },
      )
      const [dead] = await sendAndGetIds()
      await expire([dead])
      await sweep()
      expect(await listCalls()).toMatchObject([
        {
          messageId: dead,
          userId: scope.userId,
          status: 'interrupted',
          source: 'window',
          upstreamModel: 'model-1',
          modelId: session.windows[0]!.modelId,
          promptTokens: null,
          cost: null,
        },
      ])
    })

    it('takes all of the other owners at once where no other instance can be alive, and leaves its own', async () => {
      const [first, second] = await sendAndGetIds()
      const own = await seedSession(database.db, scope, 1)
      await seedTurns(database.db, { scope, sessionId: own.id, owner: other })
      const interrupted = await sweep({ includeUnexpired: true })
      expect(interrupted.map((message) => message.id).sort()).toEqual([first, second].sort())
      expect(await listInFlight(database.db, own.id)).toHaveLength(1)
    })

    it('takes its own that it forgot to renew', async () => {
      const ids = await sendAndGetIds()
      await expire(ids)
      expect(await sweep({ owner })).toHaveLength(2)
    })

    it('ends each answer once when several instances look at the same time', async () => {
      const ids = await sendAndGetIds()
      await expire(ids)
      const sweeps = await Promise.all(Array.from({ length: 6 }, () => sweep()))
      expect(
        sweeps
          .flat()
          .map((message) => message.id)
          .sort(),
      ).toEqual([...ids].sort())
      expect(await listCalls()).toHaveLength(2)
    })

    it('ends more than one batch', async () => {
      const wide = await seedSession(database.db, scope, 50)
      for (let turn = 0; turn < 5; turn++) await send('Hi', wide.id)
      expect(await sweep({ includeUnexpired: true })).toHaveLength(250)
    })
  })

  describe('what a watcher asks', () => {
    it('lists the answers in flight of one session', async () => {
      const ids = await sendAndGetIds()
      const elsewhere = await seedSession(database.db, scope, 1)
      await send('Hi', elsewhere.id)
      await finishRun(database.db, finishedRun(ids[0]))
      expect((await listInFlight(database.db, session.id)).map((message) => message.id)).toEqual([ids[1]])
    })

    it('lists what was created, ended or superseded since a moment, oldest change first', async () => {
      const early = await send('Early')
      for (const turn of early.turns) await seedEnd(database.db, turn.assistantMessageId)
      const longAgo = new Date(Date.now() - 3_600_000)
      await database.db.update(messages).set({ updatedAt: longAgo }).where(eq(messages.sessionId, session.id))
      const since = new Date(Date.now() - 60_000)
      expect(await listChangedSince(database.db, session.id, since)).toEqual([])
      const retried = early.turns[0]!.assistantMessageId
      const values = { messageId: retried, owner, mayUse: () => true }
      const attempt = await appendAttempt(database.db, scope, values)
      const attemptId = attempt?.outcome === 'appended' ? attempt.assistantMessageId : ''
      expect(await listChangedSince(database.db, session.id, since)).toEqual([retried, attemptId])
      expect(await listChangedSince(database.db, session.id, new Date(0))).toHaveLength(5)
    })

    it('dates changes by its own time, also where an instance’s time of day is wrong', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
      onTestFinished(() => void vi.useRealTimers())
      const ids = (await send('Hi')).turns.map((turn) => turn.assistantMessageId)
      await finishRun(database.db, finishedRun(ids[0]!))
      const time = (await readTime(database.db)).getTime()
      expect(Math.abs(time + 3_600_000 - Date.now())).toBeLessThan(600_000)
      const inAMinute = new Date(time + 60_000)
      expect(await listChangedSince(database.db, session.id, inAMinute)).toEqual([])
      const aMinuteAgo = new Date(time - 60_000)
      expect(await listChangedSince(database.db, session.id, aMinuteAgo)).toEqual(expect.arrayContaining(ids))
    })

    it.each([
      ['listInFlight', 'messages_session_in_flight', listInFlight],
      [
        'listChangedSince',
        'messages_changed',
        (db: TestDatabase['db'], id: string) => listChangedSince(db, id, new Date(Date.now() - 1000)),
      ],
    ])('%s reads along %s', async (_name, key, read) => {
      for (let turn = 0; turn < 10; turn++) await send()
      const ended = { status: 'done' as const, leaseOwner: null, updatedAt: new Date(0) }
      await database.db.update(messages).set(ended)
      await send()
      const steps = await explainQueries(database.url, (db) => read(db, session.id))
      expect(steps[0]!.key).toBe(key)
    })
  })
})
