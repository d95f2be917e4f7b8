import { parseAppError } from '@chatmore/api/client'
import type { Message, Session } from '@chatmore/api/contract'
import { answer, controlled } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp, type TestClient } from './create-test-app.ts'
import { followSession } from './follow-session.ts'

let app: TestApp
let modelIds: string[]

beforeAll(async () => {
  app = await createTestApp()
  app.upstream.byDefault(answer(['An answer.']))
  modelIds = []
  for (const name of ['red', 'green', 'small']) {
    const limits = name === 'small' ? { contextWindow: 1000 } : {}
    modelIds.push((await app.createModel({ name, model: name, ...limits })).id)
  }
})
afterAll(() => app[Symbol.asyncDispose]())

interface Asked {
  session: Session
  broadcastGroupId: string
  answers: Message[]
}

let sends = 0
/** A new session on the first two models, asked something that both have answered. */
async function ask(client: TestClient = app.client, content = 'Which?'): Promise<Asked> {
  const windows = modelIds.slice(0, 2).map((modelId) => ({ modelId }))
  const session = await client.session.create({ windows })
  const following = await followSession(client, session.id)
  const input = { sessionId: session.id, content, clientMessageId: `question-${++sends}` }
  const { broadcastGroupId, turns } = await client.message.send(input)
  const answers = await following.ended(turns.map((turn) => turn.assistantMessageId))
  following.stop()
  return { session, broadcastGroupId, answers }
}

async function refusalOf(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  const refusal = parseAppError(error)
  return { code: refusal?.code, fields: refusal?.fields }
}

describe('a broadcast', () => {
  it('is read with its latest answers in the windows’ order, and the caller’s vote', async () => {
    const { session, broadcastGroupId, answers } = await ask()
    const following = await followSession(app.client, session.id)
    const retried = await app.client.message.retry({ messageId: answers[0]!.id })
    await following.ended([retried.assistantMessageId])
    following.stop()
    const broadcast = await app.client.message.broadcast({ broadcastGroupId })
    expect(broadcast.sessionId).toBe(session.id)
    expect(broadcast.inputs.map(({ content }) => content)).toEqual(['Which?', 'Which?'])
    expect(broadcast.answers.map(({ id }) => id)).toEqual([retried.assistantMessageId, answers[1]!.id])
    expect(broadcast.vote).toBeNull()
    await app.client.window.remove({ id: session.windows[0]!.id })
    const left = await app.client.message.broadcast({ broadcastGroupId })
    expect(left.answers.map(({ id }) => id)).toEqual([answers[1]!.id])
  })
})

describe('a vote', () => {
  it('is one for each broadcast: another takes its place, and a watcher is told', async () => {
    const { session, broadcastGroupId, answers } = await ask()
    const following = await followSession(app.client, session.id)
    const [best] = answers
    const given = { broadcastGroupId, verdict: 'best', messageId: best!.id, note: 'Clearer.' } as const
    const first = await app.client.vote.cast(given)
    expect(first).toMatchObject({ ...given, sessionId: session.id, blind: false })
    await following.until(() => following.events.some(({ type }) => type === 'session'))
    following.stop()
    await app.client.vote.cast({ broadcastGroupId, verdict: 'tie' })
    const { items } = await app.client.vote.list({ sessionId: session.id })
    expect(items).toMatchObject([{ broadcastGroupId, verdict: 'tie', messageId: null, note: '' }])
    expect((await app.client.message.broadcast({ broadcastGroupId })).vote).toEqual(items[0])
  })

  it('cast twice at the same time is one vote', async () => {
    const { session, broadcastGroupId } = await ask()
    const votes = Array.from({ length: 8 }, () => app.client.vote.cast({ broadcastGroupId, verdict: 'none' }))
    await Promise.all(votes)
    expect((await app.client.vote.list({ sessionId: session.id })).items).toHaveLength(1)
  })

  it('names an answer of that very broadcast, or says which field is wrong', async () => {
    const { broadcastGroupId, answers } = await ask()
    const other = await ask()
    const cast = (input: object) =>
      refusalOf(app.client.vote.cast({ broadcastGroupId, verdict: 'best', ...input }))
    const rule = 'is not one of the answers to this broadcast'
    const refusal = { code: 'INVALID_INPUT', fields: { messageId: rule } }
    expect(await cast({ messageId: other.answers[0]!.id })).toEqual(refusal)
    expect(await cast({ messageId: answers[0]!.replyToId! })).toEqual(refusal)
    expect(await cast({})).toMatchObject({ fields: { messageId: 'is missing' } })
    expect(await cast({ verdict: 'tie', messageId: answers[0]!.id })).toMatchObject({
      fields: { messageId: 'is given, but only a vote for the best names an answer' },
    })
    expect(await cast({ messageId: answers[0]!.id, note: 'x'.repeat(4001) })).toMatchObject({
      fields: { note: 'is longer than 4,000 characters' },
    })
  })

  it('waits until all answers have ended', async () => {
    const { session, broadcastGroupId, answers } = await ask()
    app.upstream.on('red', controlled())
    const { assistantMessageId } = await app.client.message.retry({ messageId: answers[0]!.id })
    const refusal = await refusalOf(app.client.vote.cast({ broadcastGroupId, verdict: 'tie' }))
    expect(refusal.code).toBe('WINDOW_BUSY')
    await app.client.message.stop({ sessionId: session.id, messageIds: [assistantMessageId] })
    app.upstream.on('red', answer(['An answer.']))
  })
})

describe('the standing', () => {
  it('is by the caller’s own votes alone, and goes on after a retry as it was judged', async () => {
    const client = await app.createUser()
    for (const at of [0, 0, 1]) {
      const { broadcastGroupId, answers } = await ask(client)
      await client.vote.cast({ broadcastGroupId, verdict: 'best', messageId: answers[at]!.id })
    }
    const { broadcastGroupId, session } = await ask(client)
    await client.vote.cast({ broadcastGroupId, verdict: 'tie' })
    await client.session.update({ id: session.id, tags: ['Code'] })
    const standing = await client.vote.standing()
    expect(standing.votes).toBe(4)
    expect(standing.rows).toMatchObject([
      { modelName: 'red', votes: 4, wins: 2, ties: 1, losses: 1 },
      { modelName: 'green', votes: 4, wins: 1, ties: 1, losses: 2 },
    ])
    expect(await client.vote.standing({ tag: 'code' })).toMatchObject({
      votes: 1,
      rows: [{ ties: 1 }, { ties: 1 }],
    })
    expect(await client.vote.standing({ tag: 'prose' })).toEqual({ votes: 0, rows: [] })
    expect(await (await app.createUser()).vote.standing()).toEqual({ votes: 0, rows: [] })
  })
})

describe('a merge', () => {
  const clientMessageId = 'merge-of-two'
  const prompt = 'Make one answer of these.'

  it('is a new window that takes no global input, with the prompt, the question and the answers by letters', async () => {
    const { session, answers } = await ask(app.client, 'What is red?')
    const messageIds = answers.map(({ id }) => id)
    const following = await followSession(app.client, session.id)
    const input = { sessionId: session.id, messageIds, modelId: modelIds[1]!, prompt, clientMessageId }
    const { window, turn } = await app.client.message.merge(input)
    const [merged] = await following.ended([turn.assistantMessageId])
    following.stop()
    expect(merged).toMatchObject({ status: 'done', content: 'An answer.', windowId: window.id })
    expect(window).toMatchObject({ name: 'green 2', modelName: 'green', useGlobalInput: false, position: 2 })
    const { items } = await app.client.message.list({ windowId: window.id })
    expect(items[0]!.content).toBe(
      [
        prompt,
        '<<<question>>>\nWhat is red?\n<<<end of question>>>',
        '<<<answer A>>>\nAn answer.\n<<<end of answer A>>>',
        '<<<answer B>>>\nAn answer.\n<<<end of answer B>>>',
      ].join('\n\n'),
    )
  })

  it('sent many times over is one window; with another body its key is taken', async () => {
    const { session, answers } = await ask()
    const messageIds = answers.map(({ id }) => id)
    const input = { sessionId: session.id, messageIds, modelId: modelIds[0]!, prompt, clientMessageId }
    const merges = await Promise.all(Array.from({ length: 6 }, () => app.client.message.merge(input)))
    expect(new Set(merges.map(({ turn }) => turn.assistantMessageId)).size).toBe(1)
    expect((await app.client.session.get({ id: session.id })).windows).toHaveLength(3)
    const refusal = await refusalOf(app.client.message.merge({ ...input, prompt: 'Something else.' }))
    expect(refusal.code).toBe('CONFLICT')
  })

  it('is refused with its size where the model has no room for it, and nothing is written', async () => {
    const { session, answers } = await ask(app.client, 'long '.repeat(2000))
    const messageIds = answers.map(({ id }) => id)
    const input = { sessionId: session.id, messageIds, modelId: modelIds[2]!, prompt, clientMessageId }
    const { code, fields } = await refusalOf(app.client.message.merge(input))
    expect(code).toBe('INVALID_INPUT')
    expect(fields?.messageIds).toMatch(/^are about 2,\d{3} tokens, and the model has room for 750: choose /)
    expect((await app.client.session.get({ id: session.id })).windows).toHaveLength(2)
  })

  it('takes answers of its own session alone', async () => {
    const [one, other] = [await ask(), await ask()]
    const messageIds = [one.answers[0]!.id, other.answers[0]!.id]
    const input = { sessionId: one.session.id, messageIds, modelId: modelIds[0]!, prompt, clientMessageId }
    expect((await refusalOf(app.client.message.merge(input))).code).toBe('NOT_FOUND')
    const same = { ...input, messageIds: [messageIds[0]!, messageIds[0]!] }
    expect((await refusalOf(app.client.message.merge(same))).fields).toEqual({
      messageIds: 'has fewer than two answers',
    })
  })
})
