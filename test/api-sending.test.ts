import { parseAppError } from '@chatmore/api/client'
import type { Session } from '@chatmore/api/contract'
import { answer, controlled, findClosedPortUrl, hang, inTurn, refuse } from '@chatmore/llm/testing'
import { expect, test } from 'vitest'
import { createTestApp, type TestApp } from './create-test-app.ts'
import { followSession } from './follow-session.ts'

async function createSession(app: TestApp, windowCount: number): Promise<Session> {
  const models = []
  for (let index = 0; index < windowCount; index++) models.push(await app.createModel())
  return app.client.session.create({ windows: models.map(({ id }) => ({ modelId: id })) })
}

let sends = 0
function nextSend(sessionId: string, content: string) {
  return { sessionId, content, clientMessageId: `send-number-${++sends}` }
}

async function rowsOf(app: TestApp, windowId: string) {
  const { items } = await app.client.message.list({ windowId, limit: 100 })
  return items.map(({ seq, role, content, status }) => [seq, role, content, status])
}

const errorOf = (call: Promise<unknown>) => call.then(() => null, parseAppError)

test('an acknowledged message is in the database of every window, with its pending answer', async () => {
  await using app = await createTestApp()
  app.upstream.byDefault(controlled())
  const session = await createSession(app, 3)
  const { broadcastGroupId, turns } = await app.client.message.send(nextSend(session.id, 'Hello'))
  expect(turns.map(({ windowId }) => windowId)).toEqual(session.windows.map(({ id }) => id))
  for (const turn of turns) {
    const { items } = await app.client.message.list({ windowId: turn.windowId })
    expect(items).toMatchObject([
      { id: turn.userMessageId, seq: 1, role: 'user', content: 'Hello', status: 'done', broadcastGroupId },
      {
        id: turn.assistantMessageId,
        seq: 2,
        role: 'assistant',
        replyToId: turn.userMessageId,
        broadcastGroupId,
      },
    ])
    expect(['pending', 'streaming']).toContain(items[1]?.status)
  }
})

test('the same message sent ten times at once is one message, and every call gets the same answer', async () => {
  await using app = await createTestApp()
  const session = await createSession(app, 3)
  const other = app.connect(app.admin.token)
  const send = nextSend(session.id, 'Hello')
  const results = await Promise.all(
    Array.from({ length: 10 }, (_, index) => (index % 2 ? app.client : other).message.send(send)),
  )
  for (const result of results) expect(result).toEqual(results[0])
  for (const { id } of session.windows) {
    await expect
      .poll(async () => (await rowsOf(app, id)).map(([, role]) => role))
      .toEqual(['user', 'assistant'])
    await expect.poll(async () => (await rowsOf(app, id)).at(-1)?.[3]).toBe('done')
  }
  expect(app.upstream.requests).toHaveLength(3)
})

test('a message sent again later is answered as before, even where it could not be sent any more', async () => {
  await using app = await createTestApp()
  app.upstream.byDefault(controlled())
  const session = await createSession(app, 2)
  const send = nextSend(session.id, 'Hello')
  const result = await app.client.message.send(send)
  await Promise.all(session.windows.map(() => app.upstream.nextStream()))
  // Its windows are busy, and one of its models is disabled.
  await app.client.model.update({ id: session.windows[0]!.modelId, enabled: false })
  expect(await app.client.message.send(send)).toEqual(result)
  expect(app.upstream.requests).toHaveLength(2)
})

test('a clientMessageId that was used with another text or for other windows is a conflict', async () => {
  await using app = await createTestApp()
  const session = await createSession(app, 2)
  const [first, second] = session.windows.map(({ id }) => id) as [string, string]
  const following = await followSession(app.client, session.id)
  const send = { ...nextSend(session.id, 'Hello'), windowIds: [first, second] }
  const { turns } = await app.client.message.send(send)
  await following.ended(turns.map((turn) => turn.assistantMessageId))
  expect(await app.client.message.send({ ...send, windowIds: [second, first, second] })).toMatchObject({
    turns,
  })
  for (const changed of [{ content: 'Other' }, { windowIds: [first] }, { windowIds: undefined }]) {
    expect(await errorOf(app.client.message.send({ ...send, ...changed }))).toMatchObject({
      code: 'CONFLICT',
      fields: { clientMessageId: 'was used for another message of this session' },
    })
  }
  expect(await rowsOf(app, first)).toHaveLength(2)
})

test('the first input reaches every window though it names one; a later one reaches the one it names', async () => {
  await using app = await createTestApp()
  const session = await createSession(app, 3)
  const [first, second, third] = session.windows as [Window, Window, Window]
  type Window = Session['windows'][number]
  await app.client.window.update({ id: second.id, useGlobalInput: false })
  const following = await followSession(app.client, session.id)

  const opening = await app.client.message.send({ ...nextSend(session.id, 'one'), windowIds: [third.id] })
  expect(opening.turns.map(({ windowId }) => windowId)).toEqual([first.id, second.id, third.id])
  await following.ended(opening.turns.map((turn) => turn.assistantMessageId))

  const single = await app.client.message.send({ ...nextSend(session.id, 'two'), windowIds: [second.id] })
  expect(single.turns.map(({ windowId }) => windowId)).toEqual([second.id])
  await following.ended(single.turns.map((turn) => turn.assistantMessageId))

  const global = await app.client.message.send(nextSend(session.id, 'three'))
  expect(global.turns.map(({ windowId }) => windowId)).toEqual([first.id, third.id])
  await following.ended(global.turns.map((turn) => turn.assistantMessageId))

  const requests = app.upstream.requests.map(({ model, body }) => [
    model,
    body.messages.map((each) => each.content),
  ])
  const [a, b, c] = [first, second, third].map(({ modelName }) => modelName)
  const saw = (model: string | undefined, count: number, text: string) =>
    `${model} saw ${count} messages: ${text}`
  expect(requests).toHaveLength(6)
  expect(requests).toEqual(
    expect.arrayContaining([
      [a, ['one']],
      [b, ['one']],
      [c, ['one']],
      [b, ['one', saw(b, 1, 'one'), 'two']],
      [a, ['one', saw(a, 1, 'one'), 'three']],
      [c, ['one', saw(c, 1, 'one'), 'three']],
    ]),
  )
})

test('of two first inputs at once, one reaches every window, and the other comes after it or finds them busy', async () => {
  await using app = await createTestApp()
  const session = await createSession(app, 3)
  const [first] = session.windows
  const sends = ['left', 'right'].map((content) => ({
    ...nextSend(session.id, content),
    windowIds: [first!.id],
  }))
  const other = app.connect(app.admin.token)
  const results = await Promise.allSettled([
    app.client.message.send(sends[0]!),
    other.message.send(sends[1]!),
  ])
  const sent = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.turns.length] : []))
  const refused = results.flatMap((result) =>
    result.status === 'rejected' ? [parseAppError(result.reason)?.code] : [],
  )
  expect([
    [[1, 3], []],
    [[3], ['WINDOW_BUSY']],
  ]).toContainEqual([sent.sort(), refused])
  for (const [index, { id }] of session.windows.entries()) {
    const rows = await rowsOf(app, id)
    expect(rows.map(([seq]) => seq)).toEqual(rows.map((_row, at) => at + 1))
    expect(rows.length).toBe(index === 0 && sent.length === 2 ? 4 : 2)
  }
})

test('a window’s context has its own system message, or else the session’s, first, and its own parameters over the model’s', async () => {
  await using app = await createTestApp()
  const model = await app.createModel({ extraConfig: { temperature: 0.2, maxTokens: 100 } })
  const session = await app.client.session.create({
    systemMessage: 'Be brief.',
    windows: [
      { modelId: model.id, name: 'plain' },
      { modelId: model.id, name: 'own', systemMessage: 'Be long.', params: { temperature: 1.5 } },
    ],
  })
  const following = await followSession(app.client, session.id)
  const { turns } = await app.client.message.send(nextSend(session.id, 'Hello'))
  await following.ended(turns.map((turn) => turn.assistantMessageId))
  const seen = app.upstream.requests.map(({ body }) => [
    body.messages.map(({ role, content }) => `${role}: ${content}`),
    body['temperature'],
    body['max_tokens'],
  ])
  expect(seen).toHaveLength(2)
  expect(seen).toEqual(
    expect.arrayContaining([
      [['system: Be brief.', 'user: Hello'], 0.2, 100],
      [['system: Be long.', 'user: Hello'], 1.5, 100],
    ]),
  )
})

test('one of four windows is refused and one finds nobody while two finish; both errors are stored in their windows', async () => {
  await using app = await createTestApp()
  const timeouts = { firstTokenMs: 300 }
  const models = [
    await app.createModel({ name: 'good' }),
    await app.createModel({ name: 'refused', model: 'refused' }),
    await app.createModel({ name: 'silent', model: 'silent', timeouts }),
    await app.createModel({ name: 'gone', apiBase: await findClosedPortUrl() }),
    await app.createModel({ name: 'fine' }),
  ]
  app.upstream.on(
    'refused',
    refuse({ status: 401, body: { error: { message: 'bad key sk-CANARY-1234567890' } } }),
  )
  app.upstream.on('silent', hang())
  const session = await app.client.session.create({ windows: models.map(({ id }) => ({ modelId: id })) })
  const following = await followSession(app.client, session.id)
  const { turns } = await app.client.message.send(nextSend(session.id, 'Hello'))
  const ended = await following.ended(turns.map((turn) => turn.assistantMessageId))
  const outcomes = ended.map(({ modelName, status, errorCode }) => [modelName, status, errorCode])
  expect(outcomes).toEqual([
    ['good', 'done', null],
    ['refused', 'error', 'KEY_REFUSED'],
    ['silent', 'error', 'FIRST_TOKEN_TIMEOUT'],
    ['gone', 'error', 'CONNECT_FAILED'],
    ['fine', 'done', null],
  ])
  for (const message of ended) {
    const { items } = await app.client.message.list({ windowId: message.windowId })
    expect(items[1]).toEqual(message)
    expect(message.errorMessage === null).toBe(message.status === 'done')
  }
  expect(JSON.stringify(ended)).not.toContain('CANARY')
})

test('a window that is answering refuses another input by name, and nothing is written anywhere', async () => {
  await using app = await createTestApp()
  const session = await createSession(app, 2)
  const [first, second] = session.windows as [Session['windows'][number], Session['windows'][number]]
  app.upstream.on(first.modelName, controlled())
  const following = await followSession(app.client, session.id)
  const { turns } = await app.client.message.send(nextSend(session.id, 'one'))
  await following.ended([turns[1]!.assistantMessageId])
  const error = await errorOf(app.client.message.send(nextSend(session.id, 'two')))
  expect(error).toMatchObject({ code: 'WINDOW_BUSY' })
  expect(error?.fields?.['windowIds']).toContain(first.id)
  expect(error?.fields?.['windowIds']).toContain(turns[0]!.assistantMessageId)
  expect(error?.fields?.['windowIds']).not.toContain(second.id)
  expect(await rowsOf(app, second.id)).toHaveLength(2)
  const stream = await app.upstream.nextStream()
  stream.text('done')
  stream.finish()
  await following.ended([turns[0]!.assistantMessageId])
  await app.client.message.send(nextSend(session.id, 'two'))
})

test('a disabled or removed model is named with its window, and nothing is written anywhere', async () => {
  await using app = await createTestApp()
  const session = await createSession(app, 3)
  const [off, gone, fine] = session.windows as [Window, Window, Window]
  type Window = Session['windows'][number]
  await app.client.model.update({ id: off.modelId, enabled: false })
  await app.client.model.remove({ id: gone.modelId })
  const error = await app.client.message.send(nextSend(session.id, 'Hello')).catch((thrown: Error) => thrown)
  expect(parseAppError(error)).toEqual({
    code: 'MODEL_UNAVAILABLE',
    fields: {
      [`windows.${off.id}`]: `${off.name}: the model ${off.modelName} is disabled`,
      [`windows.${gone.id}`]: `${gone.name}: the model ${gone.modelName} was removed`,
    },
  })
  for (const { id } of session.windows) expect(await rowsOf(app, id)).toEqual([])
  await app.client.window.remove({ id: off.id })
  await app.client.window.remove({ id: gone.id })
  const { turns } = await app.client.message.send(nextSend(session.id, 'Hello'))
  expect(turns.map(({ windowId }) => windowId)).toEqual([fine.id])
})

test('a session without a window, or without one that takes the global input, says so', async () => {
  await using app = await createTestApp()
  const session = await createSession(app, 1)
  const [window] = session.windows
  const following = await followSession(app.client, session.id)
  const { turns } = await app.client.message.send(nextSend(session.id, 'Hello'))
  await following.ended(turns.map((turn) => turn.assistantMessageId))
  await app.client.window.update({ id: window!.id, useGlobalInput: false })
  expect(await errorOf(app.client.message.send(nextSend(session.id, 'two')))).toEqual({
    code: 'NO_TARGET_WINDOW',
  })
  await app.client.window.remove({ id: window!.id })
  expect(await errorOf(app.client.message.send(nextSend(session.id, 'two')))).toEqual({
    code: 'NO_TARGET_WINDOW',
  })
})

test('the first input gives a session without a title its own, and watchers hear of it', async () => {
  await using app = await createTestApp()
  const session = await createSession(app, 1)
  const following = await followSession(app.client, session.id)
  await app.client.message.send(nextSend(session.id, '\n  What is   a monad?\nPlease.'))
  const { session: told } = await following.until((state) => state.session?.initialBroadcastDone === true)
  expect(told?.title).toBe('What is a monad?')
  expect((await app.client.session.get({ id: session.id })).title).toBe('What is a monad?')
})

test('stopping ends the named answers or all of them with the text so far; what has ended is left alone', async () => {
  await using app = await createTestApp()
  app.upstream.byDefault(controlled())
  const session = await createSession(app, 3)
  const following = await followSession(app.client, session.id)
  const { turns } = await app.client.message.send(nextSend(session.id, 'Hello'))
  const ids = turns.map((turn) => turn.assistantMessageId) as [string, string, string]
  for (const { modelName } of session.windows) {
    const stream = await app.upstream.nextStream({ model: modelName })
    stream.text('so far')
  }
  await following.until(({ messages }) => ids.every((id) => messages[id]?.content === 'so far'))
  const stop = { sessionId: session.id, messageIds: [ids[0]] }
  expect(await app.client.message.stop(stop)).toEqual({ stopped: 1 })
  expect(await following.ended([ids[0]])).toMatchObject([{ status: 'stopped', content: 'so far' }])
  expect(await app.client.message.stop(stop)).toEqual({ stopped: 0 })
  expect(await app.client.message.stop({ sessionId: session.id })).toEqual({ stopped: 2 })
  expect(await following.ended(ids)).toMatchObject(ids.map(() => ({ status: 'stopped', content: 'so far' })))
  expect(await app.client.message.stop({ sessionId: session.id })).toEqual({ stopped: 0 })
})

test('a message of another session cannot be stopped through one’s own', async () => {
  await using app = await createTestApp()
  app.upstream.byDefault(controlled())
  const mine = await createSession(app, 1)
  const other = await createSession(app, 1)
  const { turns } = await app.client.message.send(nextSend(other.id, 'Hello'))
  const ids = turns.map((turn) => turn.assistantMessageId)
  expect(await errorOf(app.client.message.stop({ sessionId: mine.id, messageIds: ids }))).toEqual({
    code: 'NOT_FOUND',
  })
  expect((await rowsOf(app, turns[0]!.windowId))[1]?.[3]).not.toBe('stopped')
})

test('a retry writes a new attempt after the same input; the earlier one stays readable as superseded', async () => {
  await using app = await createTestApp()
  const session = await createSession(app, 1)
  const [window] = session.windows
  app.upstream.byDefault(
    inTurn(refuse({ status: 400, body: { error: { message: 'no' } } }), answer(['better']), answer(['best'])),
  )
  const following = await followSession(app.client, session.id)
  const { turns } = await app.client.message.send(nextSend(session.id, 'Hello'))
  const first = turns[0]!.assistantMessageId
  await following.ended([first])
  const { assistantMessageId: second } = await app.client.message.retry({ messageId: first })
  await following.ended([second])
  await following.until(({ messages }) => messages[first]?.superseded === true)
  // Another attempt at what was superseded is one more attempt of the same answer.
  const { assistantMessageId: third } = await app.client.message.retry({ messageId: first })
  await following.ended([third])
  const { items } = await app.client.message.list({ windowId: window!.id })
  expect(
    items.map(({ id, seq, attempt, status, superseded, content }) => [
      id,
      seq,
      attempt,
      status,
      superseded,
      content,
    ]),
  ).toEqual([
    [turns[0]!.userMessageId, 1, 1, 'done', false, 'Hello'],
    [first, 2, 1, 'error', true, ''],
    [second, 3, 2, 'done', true, 'better'],
    [third, 4, 3, 'done', false, 'best'],
  ])
  expect(app.upstream.requests.at(-1)?.body.messages).toEqual([{ role: 'user', content: 'Hello' }])
  const next = await app.client.message.send(nextSend(session.id, 'More'))
  await following.ended(next.turns.map((turn) => turn.assistantMessageId))
  expect(app.upstream.requests.at(-1)?.body.messages.map(({ content }) => content)).toEqual([
    'Hello',
    'best',
    'More',
  ])
})

test('an answer can be retried once at a time, not while it runs, and only an answer', async () => {
  await using app = await createTestApp()
  const session = await createSession(app, 1)
  app.upstream.byDefault(inTurn(answer(['one']), controlled()))
  const following = await followSession(app.client, session.id)
  const { turns } = await app.client.message.send(nextSend(session.id, 'Hello'))
  const { userMessageId, assistantMessageId } = turns[0]!
  await following.ended([assistantMessageId])
  const results = await Promise.allSettled(
    Array.from({ length: 6 }, () => app.client.message.retry({ messageId: assistantMessageId })),
  )
  const codes = results.map((result) =>
    result.status === 'fulfilled' ? 'ok' : parseAppError(result.reason)?.code,
  )
  expect(codes.sort()).toEqual([
    'WINDOW_BUSY',
    'WINDOW_BUSY',
    'WINDOW_BUSY',
    'WINDOW_BUSY',
    'WINDOW_BUSY',
    'ok',
  ])
  expect(await errorOf(app.client.message.retry({ messageId: userMessageId }))).toEqual({ code: 'NOT_FOUND' })
  await app.client.message.stop({ sessionId: session.id })
  await app.client.model.update({ id: session.windows[0]!.modelId, enabled: false })
  expect(await errorOf(app.client.message.retry({ messageId: assistantMessageId }))).toMatchObject({
    code: 'MODEL_UNAVAILABLE',
  })
})

test('a window that gets another model while it answers goes on as it began and takes the model for the next input', async () => {
  await using app = await createTestApp()
  const session = await createSession(app, 1)
  const [window] = session.windows
  const next = await app.createModel()
  app.upstream.on(window!.modelName, controlled())
  const following = await followSession(app.client, session.id)
  const { turns } = await app.client.message.send(nextSend(session.id, 'one'))
  const stream = await app.upstream.nextStream({ model: window!.modelName })
  expect(await app.client.window.update({ id: window!.id, modelId: next.id })).toMatchObject({
    modelName: next.name,
  })
  stream.text('from the first')
  stream.finish()
  expect(await following.ended([turns[0]!.assistantMessageId])).toMatchObject([
    { status: 'done', content: 'from the first', modelName: window!.modelName },
  ])
  const later = await app.client.message.send(nextSend(session.id, 'two'))
  expect(await following.ended([later.turns[0]!.assistantMessageId])).toMatchObject([
    { modelName: next.name },
  ])
})

test.each(['window', 'session'] as const)('removing a %s stops what it is answering', async (kind) => {
  await using app = await createTestApp()
  app.upstream.byDefault(controlled())
  const session = await createSession(app, 1)
  const [window] = session.windows
  const { turns } = await app.client.message.send(nextSend(session.id, 'Hello'))
  const stream = await app.upstream.nextStream()
  const { id } = kind === 'window' ? window! : session
  await app.client[kind].remove({ id })
  await stream.closed
  await app.client[kind].restore({ id })
  const { items } = await app.client.message.list({ windowId: window!.id })
  expect(items[1]).toMatchObject({ id: turns[0]!.assistantMessageId, status: 'stopped' })
})
