import { createTRPCClient, createWSClient, getUntypedClient, httpLink, wsLink } from '@trpc/client'
import { parseAppError } from '../client/index.ts'
import type { Session, Turn } from '../contract/index.ts'
import { answer, refuse } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appRouter, type AppRouter } from './router.ts'
import { WebSocket } from '../client/websocket.node.ts'
import { createTestApp, type TestApp } from '../../../../test/create-test-app.ts'
import { followSession, type Following } from '../../../../test/follow-session.ts'

const names = ['chestnut-large', 'hazelnut-mini', 'walnut-pro']
/** Whatever tells a model: its name here and there, its settings, what it costs, and the words of its provider. */
const secrets = [...names, 'secret-words-of', 'NUT', '0.7310', '0.8310', '7777', 'Own system message']

let app: TestApp
let modelIds: string[]
let session: Session
let following: Following
let turns: Turn[]
let broadcastGroupId: string
let callIds: string[]

beforeAll(async () => {
  app = await createTestApp()
  modelIds = []
  for (const name of names) {
    const price = { currency: 'USD', inputPerMillion: '7777', outputPerMillion: '7777' } as const
    modelIds.push((await app.createModel({ name, model: name, price })).id)
    app.upstream.on(name, answer(['An answer.']))
  }
  app.upstream.on(
    names[2]!,
    refuse({ status: 400, body: { error: { message: 'secret-words-of walnut-pro' } } }),
  )
  session = await app.client.session.create({
    blind: true,
    windows: modelIds.map((modelId, index) => ({
      modelId,
      name: `NUT ${index}`,
      params: { temperature: index === 0 ? 0.731 : 0.831 },
      systemMessage: 'Own system message',
    })),
  })
  following = await followSession(app.client, session.id)
  const sent = await app.client.message.send({
    sessionId: session.id,
    content: 'Which?',
    clientMessageId: 'the-question',
  })
  turns = sent.turns
  broadcastGroupId = sent.broadcastGroupId
  await following.ended(turns.map((turn) => turn.assistantMessageId))
  callIds = (await app.client.callLog.list()).items.map(({ id }) => id)
})
afterAll(() => app[Symbol.asyncDispose]())

function tells(text: string): string[] {
  return [...secrets, ...modelIds].filter((secret) => text.includes(secret))
}

/** What each procedure is called with, of all that could tell of a blind session. Absent: it is about none. */
function toCalls(): Record<string, unknown[]> {
  const [{ windowId, assistantMessageId: messageId, userMessageId }] = turns as [Turn]
  const id = session.id
  const failed = turns.map((turn) => ({ messageId: turn.assistantMessageId }))
  return {
    'session.get': [{ id }],
    'session.list': [{}, { search: 'Which' }],
    'session.update': [{ id, title: 'Nuts' }],
    'session.tags': [undefined],
    'user.watch': [{}],
    'session.watch': [{ id }, { id, batched: true }],
    'window.update': [
      { id: windowId, useGlobalInput: true },
      { id: windowId, params: { temperature: 0.5 } },
      { id: windowId, modelId: '01JD0000000000000000000000' },
    ],
    'window.reorder': [{ sessionId: id, windowIds: [windowId] }],
    'window.add': [{ sessionId: id, modelId: '01JD0000000000000000000000' }],
    'window.duplicate': [{ id: windowId }],
    'window.fork': [{ messageId }, { messageId, modelId: '01JD0000000000000000000000' }],
    'window.rewinds': [{ id: windowId }],
    'window.catchUp': [{ id: windowId, fromWindowId: turns[1]!.windowId }],
    'window.stopCatchUp': [{ id: windowId }],
    'message.latest': [{ sessionId: id }],
    'message.list': turns.map((turn) => ({ windowId: turn.windowId })),
    'message.context': turns.map((turn) => ({ messageId: turn.assistantMessageId })),
    'message.broadcast': [{ broadcastGroupId }],
    'message.retry': [{ messageId, modelId: '01JD0000000000000000000000' }, ...failed],
    'message.send': [{ sessionId: id, content: 'And now?', clientMessageId: 'another-question' }],
    'message.edit': [
      { messageId: userMessageId, content: 'Which, then?', clientMessageId: 'edited-question' },
    ],
    'message.stop': [{ sessionId: id }],
    'vote.list': [{ sessionId: id }],
    'vote.standing': [undefined],
    'callLog.list': [undefined, ...modelIds.map((modelId) => ({ modelId })), { search: names[0] }],
    'callLog.get': callIds.map((id) => ({ id })),
    'callLog.replay': callIds.map((id) => ({
      ...{ id, modelIds: ['01JD0000000000000000000000'], clientMessageId: 'of-a-replay' },
    })),
    'window.clear': [{ id: windowId }],
    'window.remove': [{ id: windowId }],
    'window.restore': [{ id: windowId }],
    'session.remove': [{ id }],
    'session.restore': [{ id }],
  }
}

/** Of no session at all, or of models by their own names; merging and revealing have tests of their own below. */
const isElsewhere = (path: string) =>
  /^(auth|apiKey|model|lineUp|template|preference|stats|account|audit|invite|user|workspace|relayName)\./.test(
    path,
  ) || ['session.create', 'session.reveal', 'vote.cast', 'message.merge'].includes(path)
/** These are called one after the other, in a test of their own below. */
const inTurn = ['window.rewind', 'window.undoRewind']

type ProcedureType = 'query' | 'mutation' | 'subscription'
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: ProcedureType } }>

function connect(transport: 'HTTP' | 'WebSocket') {
  const url = `${app.url}/trpc`
  const { token } = app.admin
  if (transport === 'HTTP') {
    const links = [httpLink({ url, headers: { authorization: `Bearer ${token}` } })]
    return { caller: getUntypedClient(createTRPCClient<AppRouter>({ links })), close: () => undefined }
  }
  const client = createWSClient({ url: url.replace('http', 'ws'), WebSocket, connectionParams: { token } })
  const caller = getUntypedClient(createTRPCClient<AppRouter>({ links: [wsLink({ client })] }))
  return { caller, close: () => client.close() }
}
type Caller = ReturnType<typeof connect>['caller']

/** All that a call tells its caller, errors included. */
async function hear(caller: Caller, path: string, input: unknown): Promise<string> {
  const { type } = procedures[path]!._def
  try {
    const told =
      type === 'subscription' ? await firstEvent(caller, path, input) : await caller[type](path, input)
    return JSON.stringify(told) ?? ''
  } catch (error) {
    return JSON.stringify([(error as Error).message, parseAppError(error)])
  }
}

function firstEvent(caller: Caller, path: string, input: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const subscription = caller.subscription(path, input, {
      onError: reject,
      onData(event) {
        subscription.unsubscribe()
        resolve(event)
      },
    })
  })
}

describe('a blind session', () => {
  it('has windows called by their place, and shows nothing of what they run', () => {
    expect(session.blind).toBe(true)
    expect(session.windows.map(({ name }) => name)).toEqual(['A', 'B', 'C'])
    for (const window of session.windows) {
      expect(window).toMatchObject({ modelId: '', modelName: '', params: {}, systemMessage: null })
    }
  })

  it('calls the right models all the same, with the settings that were chosen', () => {
    const asked = app.upstream.requests.filter(({ model }) => names.includes(model))
    expect(asked.map(({ model }) => model).sort()).toEqual([...names].sort())
    const sent = asked.find(({ model }) => model === names[0])!.body as unknown as Record<string, unknown>
    expect(sent).toMatchObject({ temperature: 0.731 })
  })

  it('gives away no model to a watcher, neither in a sync, a message, a delta nor the session', () => {
    const types = new Set(following.events.map(({ type }) => type))
    expect([...types].sort()).toEqual(['delta', 'message', 'session', 'sync'])
    expect(tells(JSON.stringify(following.events))).toEqual([])
    const failed = following.events.flatMap((event) =>
      event.type === 'message' && event.message.status === 'error' ? [event.message.errorCode] : [],
    )
    expect(failed).toEqual(['REQUEST_REFUSED'])
  })

  it.each(['HTTP', 'WebSocket'] as const)(
    'gives away no model by any procedure over %s',
    async (transport) => {
      const { caller, close } = connect(transport)
      const calls = toCalls()
      const isKnown = (path: string) => path in calls || isElsewhere(path) || inTurn.includes(path)
      expect(Object.keys(procedures).filter((path) => !isKnown(path))).toEqual([])
      for (const [path, inputs] of Object.entries(calls)) {
        const { type } = procedures[path]?._def ?? {}
        if (!type || (type === 'subscription' && transport === 'HTTP')) continue
        for (const input of inputs) {
          const heard = await hear(caller, path, input)
          expect([path, input, tells(heard)]).toEqual([path, input, []])
        }
      }
      close()
      expect(tells(JSON.stringify(following.events))).toEqual([])
    },
  )

  it('says of a window, and not of its model, that it cannot be called', async () => {
    const fresh = await app.client.session.create({
      blind: true,
      windows: modelIds.slice(0, 2).map((modelId) => ({ modelId })),
    })
    await app.client.model.update({ id: modelIds[0]!, enabled: false })
    const input = { sessionId: fresh.id, content: 'Hello', clientMessageId: 'to-a-disabled' }
    const { caller } = connect('HTTP')
    const heard = await hear(caller, 'message.send', input)
    await app.client.model.update({ id: modelIds[0]!, enabled: true })
    expect(heard).toMatch(/[AB]: its model cannot be called now/)
    expect(tells(heard)).toEqual([])
  })

  it('takes no window, settings or model that one would choose by name', async () => {
    const { id, windows } = await app.client.session.create({
      blind: true,
      windows: modelIds.slice(0, 2).map((modelId) => ({ modelId })),
    })
    const rule = 'cannot be chosen while the session hides its models: reveal them first'
    const [modelId] = modelIds as [string]
    const change = app.client.window.update({ id: windows[0]!.id, modelId, params: {} })
    await expect(change).rejects.toMatchObject({
      data: { appError: { fields: { modelId: rule, params: rule } } },
    })
    const addition = app.client.window.add({ sessionId: id, modelId })
    await expect(addition).rejects.toMatchObject({ data: { appError: { fields: { modelId: rule } } } })
    const alone = app.client.session.create({ blind: true, windows: [{ modelId }] })
    await expect(alone).rejects.toMatchObject({
      data: { appError: { fields: { blind: 'needs two windows or more' } } },
    })
  })
})

describe('the models of a blind session', () => {
  async function askBlindly(content: string) {
    const windows = modelIds.slice(0, 2).map((modelId) => ({ modelId }))
    const fresh = await app.client.session.create({ blind: true, windows })
    const watching = await followSession(app.client, fresh.id)
    const input = { sessionId: fresh.id, content, clientMessageId: 'a-blind-question' }
    const sent = await app.client.message.send(input)
    const answers = await watching.ended(sent.turns.map((turn) => turn.assistantMessageId))
    return { fresh, watching, answers, ...sent }
  }

  it('are shown by the vote, to who watches, too, and the vote counts for them', async () => {
    const { fresh, watching, answers, broadcastGroupId: group } = await askBlindly('Which is best?')
    expect(tells(JSON.stringify(answers))).toEqual([])
    const [best] = answers
    const vote = await app.client.vote.cast({
      broadcastGroupId: group,
      verdict: 'best',
      messageId: best!.id,
    })
    expect(vote.blind).toBe(true)
    await watching.until(() =>
      watching.events.some((event) => event.type === 'session' && !event.session.blind),
    )
    watching.stop()
    const shown = await app.client.session.get({ id: fresh.id })
    expect(shown.windows.map(({ modelId }) => modelId).sort()).toEqual(modelIds.slice(0, 2).sort())
    const { answers: told } = await app.client.message.broadcast({ broadcastGroupId: group })
    const winner = told.find(({ id }) => id === best!.id)!
    const { rows } = await app.client.vote.standing()
    expect(rows.find(({ modelId }) => modelId === winner.modelId)).toMatchObject({ wins: 1 })
    const changed = await app.client.vote.cast({ broadcastGroupId: group, verdict: 'tie' })
    expect(changed.blind).toBe(false)
  })

  it('are shown when they are revealed, for good', async () => {
    const { fresh, watching } = await askBlindly('What are you?')
    watching.stop()
    const shown = await app.client.session.reveal({ id: fresh.id })
    expect(shown.blind).toBe(false)
    expect(shown.windows.map(({ modelName }) => modelName).sort()).toEqual(names.slice(0, 2).sort())
    expect(await app.client.session.reveal({ id: fresh.id })).toMatchObject({ blind: false })
  })

  it.each(['HTTP', 'WebSocket'] as const)(
    'stay hidden over %s while its history is rewound',
    async (transport) => {
      const { watching, turns: sent } = await askBlindly('Rewind what?')
      const { caller, close } = connect(transport)
      const { windowId: id, userMessageId: messageId } = sent[0]!
      const rewound = await hear(caller, 'window.rewind', { id, messageId })
      const { rewindId } = JSON.parse(rewound) as { rewindId: string }
      const listed = await hear(caller, 'window.rewinds', { id })
      expect(listed).toContain(rewindId)
      const undone = await hear(caller, 'window.undoRewind', { rewindId })
      expect(JSON.parse(undone)).toEqual({ rewindId: null })
      const later = await hear(caller, 'message.list', { windowId: id })
      expect(later).toContain(messageId)
      await watching.until(
        ({ session: shown }) => shown?.windows.some(({ historySeq }) => historySeq > 3) ?? false,
      )
      watching.stop()
      close()
      expect(tells(JSON.stringify([rewound, listed, undone, later, watching.events]))).toEqual([])
    },
  )

  it('stay hidden from a model that merges the answers, and its window tells nothing either', async () => {
    const { fresh, watching, answers } = await askBlindly('Merge what?')
    const { caller } = connect('HTTP')
    const heard = await hear(caller, 'message.merge', {
      sessionId: fresh.id,
      messageIds: answers.map(({ id }) => id),
      modelId: modelIds[1],
      prompt: 'Make one answer of these.',
      clientMessageId: 'a-blind-merge',
    })
    expect(heard).toContain('"name":"C"')
    expect(tells(heard)).toEqual([])
    await watching.until(
      ({ messages }) => Object.values(messages).filter(({ status }) => status === 'done').length > 4,
    )
    watching.stop()
    const request = app.upstream.requests.findLast(({ model }) => model === names[1])!
    const text = JSON.stringify(request.body.messages)
    expect(text).toContain('<<<answer A>>>')
    expect(tells(text)).toEqual([])
  })
})
