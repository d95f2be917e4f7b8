import { parseAppError } from '@chatmore/api/client'
import type { Session } from '@chatmore/api/contract'
import { answer, controlled, refuse } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp } from './create-test-app.ts'
import { followSession, type Following } from './follow-session.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

interface Room {
  session: Session
  windowId: string
  modelId: string
  model: string
  following: Following
}

async function openRoom(windowCount = 1): Promise<Room> {
  const { id: modelId, model } = await app.createModel()
  const windows = Array.from({ length: windowCount }, () => ({ modelId }))
  const session = await app.client.session.create({ windows })
  return {
    session,
    windowId: session.windows[0]!.id,
    modelId,
    model,
    following: await followSession(app.client, session.id),
  }
}

let keys = 0
const nextKey = () => `key-number-${++keys}`

/** Sends to the window, or all of them, and waits for the answers. */
async function say(room: Room, content: string, windowIds?: string[]) {
  const send = { sessionId: room.session.id, content, clientMessageId: nextKey() }
  const { turns } = await app.client.message.send(windowIds ? { ...send, windowIds } : send)
  await room.following.ended(turns.map((turn) => turn.assistantMessageId))
  return turns[0]!
}

async function textsOf(windowId: string) {
  const { items } = await app.client.message.list({ windowId, limit: 100 })
  return items.filter(({ role }) => role === 'user').map(({ content }) => content)
}

/** What a model was sent last, as far as people said it. */
function lastAsked(model: string) {
  const request = app.upstream.requests.filter((each) => each.model === model).at(-1)
  return request!.body.messages.map(({ role, content }) => (role === 'user' ? content : role))
}

const errorOf = (call: Promise<unknown>) => call.then(() => null, parseAppError)

describe('another model for one attempt', () => {
  it('answers the same input, and the window keeps its own model for the next', async () => {
    const room = await openRoom()
    const other = await app.createModel()
    const { assistantMessageId: messageId } = await say(room, 'one')
    const { assistantMessageId } = await app.client.message.retry({ messageId, modelId: other.id })
    const [attempt] = await room.following.ended([assistantMessageId])
    expect(attempt).toMatchObject({ attempt: 2, modelId: other.id, modelName: other.name })
    expect(lastAsked(other.model)).toEqual(['one'])
    await say(room, 'two')
    expect(lastAsked(room.model)).toEqual(['one', 'assistant', 'two'])
    const { items } = await app.client.message.list({ windowId: room.windowId })
    expect(items.filter(({ role }) => role === 'assistant').map(({ modelId }) => modelId)).toEqual([
      room.modelId,
      other.id,
      room.modelId,
    ])
  })

  it('must be there and enabled', async () => {
    const room = await openRoom()
    const { assistantMessageId: messageId } = await say(room, 'one')
    const disabled = await app.createModel({ enabled: false })
    expect(await errorOf(app.client.message.retry({ messageId, modelId: disabled.id }))).toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      fields: { modelId: `the model ${disabled.name} is disabled` },
    })
    expect(await errorOf(app.client.message.retry({ messageId, modelId: messageId }))).toMatchObject({
      code: 'NOT_FOUND',
      fields: { modelId: 'is not a known model' },
    })
    // The window's own may be gone meanwhile.
    const other = await app.createModel()
    await app.client.model.update({ id: room.modelId, enabled: false })
    const { assistantMessageId } = await app.client.message.retry({ messageId, modelId: other.id })
    expect(await room.following.ended([assistantMessageId])).toMatchObject([{ status: 'done' }])
  })
})

describe('a rewound window', () => {
  it('shows and sends nothing of what was archived, until that is brought back', async () => {
    const room = await openRoom()
    const { windowId: id } = room
    await say(room, 'one')
    const two = await say(room, 'two')
    await say(room, 'three')
    const { rewindId } = await app.client.window.rewind({ id, messageId: two.userMessageId })
    expect(await textsOf(id)).toEqual(['one'])
    const latest = await app.client.message.latest({ sessionId: room.session.id })
    expect(latest.windows[0]!.items).toHaveLength(2)
    expect((await app.client.window.rewinds({ id })).items).toMatchObject([
      { id: rewindId, afterSeq: 1, messageCount: 4, preview: 'two' },
    ])

    await app.client.window.undoRewind({ rewindId: rewindId! })
    expect(await textsOf(id)).toEqual(['one', 'two', 'three'])
    expect((await app.client.window.rewinds({ id })).items).toEqual([])
    await say(room, 'four')
    expect(lastAsked(room.model)).toEqual([
      'one',
      'assistant',
      'two',
      'assistant',
      'three',
      'assistant',
      'four',
    ])
  })

  it('goes on from where it was rewound to, and what is brought back takes the place of what came since', async () => {
    const room = await openRoom()
    const { windowId: id } = room
    await say(room, 'one')
    const two = await say(room, 'two')
    const first = await app.client.window.rewind({ id, messageId: two.userMessageId })
    await say(room, 'other')
    expect(lastAsked(room.model)).toEqual(['one', 'assistant', 'other'])

    const second = await app.client.window.undoRewind({ rewindId: first.rewindId! })
    expect(await textsOf(id)).toEqual(['one', 'two'])
    expect((await app.client.window.rewinds({ id })).items).toMatchObject([
      { id: second.rewindId, afterSeq: 1, messageCount: 2, preview: 'other' },
    ])
    await say(room, 'three')
    expect(lastAsked(room.model)).toEqual(['one', 'assistant', 'two', 'assistant', 'three'])

    // Back and forth loses nothing.
    const third = await app.client.window.undoRewind({ rewindId: second.rewindId! })
    expect(await textsOf(id)).toEqual(['one', 'other'])
    await app.client.window.undoRewind({ rewindId: third.rewindId! })
    expect(await textsOf(id)).toEqual(['one', 'two', 'three'])
  })

  it('archives a late attempt with the turn that it belongs to, and no other', async () => {
    const room = await openRoom()
    const one = await say(room, 'one')
    const two = await say(room, 'two')
    const { assistantMessageId } = await app.client.message.retry({ messageId: one.assistantMessageId })
    await room.following.ended([assistantMessageId])
    await app.client.window.rewind({ id: room.windowId, messageId: two.userMessageId })
    const { items } = await app.client.message.list({ windowId: room.windowId })
    expect(items.map(({ id }) => id)).toEqual([one.userMessageId, one.assistantMessageId, assistantMessageId])
  })

  it('cannot bring back what has lost its place, until that is back', async () => {
    const room = await openRoom()
    const { windowId: id } = room
    const one = await say(room, 'one')
    const two = await say(room, 'two')
    const inner = await app.client.window.rewind({ id, messageId: two.userMessageId })
    const outer = await app.client.window.rewind({ id, messageId: one.userMessageId })
    expect((await app.client.window.rewinds({ id })).items.map((each) => each.id)).toEqual([outer.rewindId])
    expect(await errorOf(app.client.window.undoRewind({ rewindId: inner.rewindId! }))).toMatchObject({
      code: 'CONFLICT',
      fields: { rewindId: 'follows messages that are archived themselves: bring those back first' },
    })
    await app.client.window.undoRewind({ rewindId: outer.rewindId! })
    await app.client.window.undoRewind({ rewindId: inner.rewindId! })
    expect(await textsOf(id)).toEqual(['one', 'two'])
  })

  it('is cleared as a whole, and an empty one has nothing to clear', async () => {
    const room = await openRoom(2)
    const { windowId: id } = room
    expect(await app.client.window.clear({ id })).toEqual({ rewindId: null })
    await say(room, 'one')
    await say(room, 'two')
    const results = await Promise.all(Array.from({ length: 10 }, () => app.client.window.clear({ id })))
    const [rewindId, ...others] = results.flatMap((result) => result.rewindId ?? [])
    expect(others).toEqual([])
    expect(await textsOf(id)).toEqual([])
    expect(await textsOf(room.session.windows[1]!.id)).toEqual(['one', 'two'])
    await say(room, 'three', [id])
    expect(lastAsked(room.model)).toEqual(['three'])
    await app.client.window.undoRewind({ rewindId: rewindId! })
    expect(await textsOf(id)).toEqual(['one', 'two'])
  })

  it('is rewound and brought back once, however often it is asked at once', async () => {
    const room = await openRoom()
    const { windowId: id } = room
    const one = await say(room, 'one')
    const rewind = { id, messageId: one.userMessageId }
    const rewound = await Promise.all(Array.from({ length: 10 }, () => app.client.window.rewind(rewind)))
    expect(new Set(rewound.map(({ rewindId }) => rewindId)).size).toBe(1)
    const { rewindId } = rewound[0]!
    const undone = await Promise.all(
      Array.from({ length: 10 }, () => app.client.window.undoRewind({ rewindId: rewindId! })),
    )
    expect(undone).toEqual(Array.from({ length: 10 }, () => ({ rewindId: null })))
    expect(await textsOf(id)).toEqual(['one'])
  })

  it('is left alone while it answers', async () => {
    const room = await openRoom()
    const { windowId: id } = room
    const one = await say(room, 'one')
    const { rewindId } = await app.client.window.clear({ id })
    app.upstream.on(room.model, controlled())
    const send = { sessionId: room.session.id, content: 'two', clientMessageId: nextKey() }
    const { turns } = await app.client.message.send(send)
    const stream = await app.upstream.nextStream({ model: room.model })
    const [two] = turns as [(typeof turns)[number]]
    const edit = { messageId: two.userMessageId, content: 'x', clientMessageId: nextKey() }
    const calls = [
      () => app.client.window.clear({ id }),
      () => app.client.window.rewind({ id, messageId: two.userMessageId }),
      () => app.client.window.undoRewind({ rewindId: rewindId! }),
      () => app.client.message.edit(edit),
      () => app.client.window.fork({ messageId: two.assistantMessageId }),
    ]
    for (const call of calls) expect(await errorOf(call())).toMatchObject({ code: 'WINDOW_BUSY' })
    stream.end()
    await room.following.ended([two.assistantMessageId])
    expect(await textsOf(id)).toEqual(['two'])
    expect(await errorOf(app.client.message.retry({ messageId: one.assistantMessageId }))).toEqual({
      code: 'NOT_FOUND',
    })
  })

  it('has its watchers read anew what they know of it', async () => {
    const room = await openRoom()
    const { windowId: id, following } = room
    const one = await say(room, 'one')
    await app.client.window.clear({ id })
    const state = await following.until(({ stale }) => stale.includes(one.assistantMessageId))
    expect(state.session?.windows[0]).toMatchObject({ id, historySeq: 3 })
    const late = await followSession(app.client, room.session.id)
    expect(Object.keys(late.state.messages)).toEqual([])
    late.stop()
  })
})

describe('an edited input', () => {
  it('takes the place of the old one and of what followed that, and is answered without them', async () => {
    const room = await openRoom(2)
    const { windowId: id } = room
    await say(room, 'one')
    const two = await say(room, 'two')
    await say(room, 'three')
    const edit = { messageId: two.userMessageId, content: 'better', clientMessageId: nextKey() }
    const results = await Promise.all(Array.from({ length: 10 }, () => app.client.message.edit(edit)))
    for (const result of results) expect(result).toEqual(results[0])
    const { turns } = results[0]!
    expect(turns.map(({ windowId }) => windowId)).toEqual([id])
    await room.following.ended([turns[0]!.assistantMessageId])
    expect(lastAsked(room.model)).toEqual(['one', 'assistant', 'better'])
    expect(await textsOf(id)).toEqual(['one', 'better'])
    expect(await textsOf(room.session.windows[1]!.id)).toEqual(['one', 'two', 'three'])
    const [rewind] = (await app.client.window.rewinds({ id })).items
    expect(rewind).toMatchObject({ afterSeq: 1, messageCount: 4, preview: 'two' })
    await app.client.window.undoRewind({ rewindId: rewind!.id })
    expect(await textsOf(id)).toEqual(['one', 'two', 'three'])
  })

  it('is refused to whoever edits it second, and to whoever reuses a key', async () => {
    const room = await openRoom()
    const { userMessageId: messageId } = await say(room, 'one')
    const edits = ['two', 'three'].map((content) => ({ messageId, content, clientMessageId: nextKey() }))
    const outcomes = await Promise.all(edits.map((edit) => errorOf(app.client.message.edit(edit))))
    const refused = outcomes.filter((outcome) => outcome !== null)
    expect(refused).toHaveLength(1)
    expect(['CONFLICT', 'WINDOW_BUSY']).toContain(refused[0]!.code)
    const winner = edits[outcomes.indexOf(null)]!
    expect(await textsOf(room.windowId)).toEqual([winner.content])
    expect(await errorOf(app.client.message.edit({ ...winner, content: 'four' }))).toMatchObject({
      code: 'CONFLICT',
      fields: { clientMessageId: 'was used for another message of this session' },
    })
  })

  it('is an input of the caller, and not an answer', async () => {
    const room = await openRoom()
    const { userMessageId, assistantMessageId } = await say(room, 'one')
    const edit = { content: 'x', clientMessageId: nextKey() }
    const stranger = await app.createUser()
    for (const call of [
      () => app.client.message.edit({ ...edit, messageId: assistantMessageId }),
      () => stranger.message.edit({ ...edit, messageId: userMessageId }),
    ]) {
      expect(await errorOf(call())).toEqual({ code: 'NOT_FOUND' })
    }
  })
})

describe('a fork', () => {
  it('has the history up to its message as rows of its own, and each window goes on alone', async () => {
    const room = await openRoom(2)
    const one = await say(room, 'one')
    app.upstream.on(room.model, answer(['a second try']))
    const retry = await app.client.message.retry({ messageId: one.assistantMessageId })
    await room.following.ended([retry.assistantMessageId])
    const two = await say(room, 'two')
    await say(room, 'three')
    const other = await app.createModel()
    const calls = (await app.database.db.$client.query('SELECT COUNT(*) AS count FROM calls', []))[0]
    const fork = await app.client.window.fork({ messageId: two.assistantMessageId, modelId: other.id })
    expect(fork).toMatchObject({ modelId: other.id, name: `${room.session.windows[0]!.name} 3` })
    const { windows } = await app.client.session.get({ id: room.session.id })
    expect(windows.map(({ id }) => id)).toEqual([room.windowId, fork.id, room.session.windows[1]!.id])

    const { items } = await app.client.message.list({ windowId: fork.id })
    const [firstInput, , secondInput] = items
    expect(items).toMatchObject([
      { seq: 1, role: 'user', content: 'one', status: 'done', broadcastGroupId: null },
      {
        seq: 2,
        replyToId: firstInput!.id,
        content: 'a second try',
        attempt: 1,
        superseded: false,
        cost: null,
      },
      { seq: 3, role: 'user', content: 'two' },
      { seq: 4, replyToId: secondInput!.id, status: 'done', modelId: room.modelId },
    ])
    expect((await app.database.db.$client.query('SELECT COUNT(*) AS count FROM calls', []))[0]).toEqual(calls)

    await say(room, 'alone', [fork.id])
    expect(lastAsked(other.model)).toEqual(['one', 'assistant', 'two', 'assistant', 'alone'])
    expect(await textsOf(room.windowId)).toEqual(['one', 'two', 'three'])
    await app.client.window.clear({ id: room.windowId })
    expect(await textsOf(fork.id)).toEqual(['one', 'two', 'alone'])
  })

  it('of an earlier attempt has that one, and of a failed answer its error', async () => {
    const room = await openRoom()
    app.upstream.on(room.model, refuse({ status: 401 }))
    const one = await say(room, 'one')
    app.upstream.on(room.model, answer(['fine']))
    const retry = await app.client.message.retry({ messageId: one.assistantMessageId })
    await room.following.ended([retry.assistantMessageId])
    const fork = await app.client.window.fork({ messageId: one.assistantMessageId, name: 'Before' })
    expect(fork.name).toBe('Before')
    const { items } = await app.client.message.list({ windowId: fork.id })
    expect(items.slice(1)).toMatchObject([{ status: 'error', errorCode: 'KEY_REFUSED', attempt: 1 }])
  })

  it('ends before a message if that is wanted: another input can take its place, also while it is answered', async () => {
    const room = await openRoom()
    const one = await say(room, 'one')
    app.upstream.on(room.model, controlled())
    const send = { sessionId: room.session.id, content: 'two', clientMessageId: nextKey() }
    const { turns } = await app.client.message.send(send)
    const [two] = turns as [(typeof turns)[number]]
    const stream = await app.upstream.nextStream({ model: room.model })
    const messageIds = [two.userMessageId, two.assistantMessageId]
    for (const messageId of messageIds) {
      const fork = await app.client.window.fork({ messageId, before: true })
      expect(await textsOf(fork.id)).toEqual(['one'])
      expect((await app.client.message.list({ windowId: fork.id })).items).toHaveLength(2)
    }
    const empty = await app.client.window.fork({ messageId: one.userMessageId, before: true })
    expect(await textsOf(empty.id)).toEqual([])
    stream.finish()
    await room.following.ended([two.assistantMessageId])
  })

  it('has an earlier answer where another attempt at it is still being written', async () => {
    const room = await openRoom()
    app.upstream.on(room.model, answer(['the first try']))
    const one = await say(room, 'one')
    const two = await say(room, 'two')
    app.upstream.on(room.model, controlled())
    const retry = await app.client.message.retry({ messageId: one.assistantMessageId })
    const stream = await app.upstream.nextStream({ model: room.model })
    const fork = await app.client.window.fork({ messageId: two.assistantMessageId })
    const { items } = await app.client.message.list({ windowId: fork.id })
    expect(items.map(({ status, content }) => [status, content])).toEqual([
      ['done', 'one'],
      ['done', 'the first try'],
      ['done', 'two'],
      ['done', 'the first try'],
    ])
    stream.finish()
    await room.following.ended([retry.assistantMessageId])
  })

  it('of an input ends with it, and a duplicate has the settings and no history', async () => {
    const room = await openRoom()
    const params = { temperature: 0.5 }
    await app.client.window.update({ id: room.windowId, params, systemMessage: 'Be brief.' })
    const one = await say(room, 'one')
    const fork = await app.client.window.fork({ messageId: one.userMessageId })
    const duplicate = await app.client.window.duplicate({ id: room.windowId })
    for (const window of [fork, duplicate]) {
      expect(window).toMatchObject({ params, systemMessage: 'Be brief.', modelId: room.modelId })
    }
    expect(await textsOf(fork.id)).toEqual(['one'])
    expect(await textsOf(duplicate.id)).toEqual([])
    const { windows } = await app.client.session.get({ id: room.session.id })
    expect(windows.map(({ id }) => id)).toEqual([room.windowId, duplicate.id, fork.id])
  })
})

describe('a window that was added late', () => {
  /** A window beside the first, after these inputs went to that one. */
  async function addLate(contents: string[]) {
    const room = await openRoom()
    for (const content of contents) await say(room, content)
    const { id: modelId, model } = await app.createModel()
    const late = await app.client.window.add({ sessionId: room.session.id, modelId })
    const stateOf = (session: Session | null) => session?.windows.find(({ id }) => id === late.id)?.catchUp
    const isOver = () => room.following.until(({ session }) => stateOf(session) === null)
    const isHeldUp = () => room.following.until(({ session }) => stateOf(session)?.status === 'failed')
    return { ...room, late, lateModel: model, isOver, isHeldUp, stateOf }
  }

  it('is given the inputs of another one, turn by turn, once, however often that is asked', async () => {
    const { late, windowId, lateModel, isOver, following } = await addLate(['one', 'two', 'three'])
    const request = { id: late.id, fromWindowId: windowId }
    const [first] = await Promise.all(Array.from({ length: 10 }, () => app.client.window.catchUp(request)))
    expect(first!.catchUp).toMatchObject({ fromWindowId: windowId, total: 3 })
    await following.until(
      ({ session }) => session?.windows.some(({ catchUp }) => catchUp?.done === 2) ?? false,
    )
    await isOver()
    expect(await textsOf(late.id)).toEqual(['one', 'two', 'three'])
    expect(app.upstream.requests.filter(({ model }) => model === lateModel)).toHaveLength(3)
    expect(lastAsked(lateModel)).toEqual(['one', 'assistant', 'two', 'assistant', 'three'])
  }, 60_000)

  it('is held up by a failed answer until it is resumed, or left there', async () => {
    const { late, windowId, lateModel, isOver, isHeldUp, stateOf } = await addLate(['one', 'two'])
    const request = { id: late.id, fromWindowId: windowId }
    app.upstream.on(lateModel, refuse({ status: 401 }))
    await app.client.window.catchUp(request)
    const { session } = await isHeldUp()
    expect(stateOf(session)).toEqual({ fromWindowId: windowId, done: 0, total: 2, status: 'failed' })
    expect(await textsOf(late.id)).toEqual(['one'])
    app.upstream.on(lateModel, answer(['fine']))
    await app.client.window.catchUp(request)
    await isOver()
    const { items } = await app.client.message.list({ windowId: late.id })
    expect(items.map(({ role, status }) => [role, status])).toEqual([
      ['user', 'done'],
      ['assistant', 'error'],
      ['assistant', 'done'],
      ['user', 'done'],
      ['assistant', 'done'],
    ])
  }, 60_000)

  it('is stopped where it is, and catches up with a window of its own session alone', async () => {
    const { late, windowId, lateModel } = await addLate(['one', 'two'])
    const elsewhere = await openRoom()
    expect(await errorOf(app.client.window.catchUp({ id: late.id, fromWindowId: late.id }))).toMatchObject({
      fields: { fromWindowId: 'is the window itself' },
    })
    const other = { id: late.id, fromWindowId: elsewhere.windowId }
    expect(await errorOf(app.client.window.catchUp(other))).toEqual({ code: 'NOT_FOUND' })
    app.upstream.on(lateModel, controlled())
    await app.client.window.catchUp({ id: late.id, fromWindowId: windowId })
    const stream = await app.upstream.nextStream({ model: lateModel })
    expect((await app.client.window.stopCatchUp({ id: late.id })).catchUp).toBeNull()
    stream.finish()
    stream.end()
    await expect
      .poll(async () => (await app.client.session.get({ id: late.sessionId })).windows.at(-1)?.catchUp)
      .toBeNull()
    expect(await textsOf(late.id)).toEqual(['one'])
  }, 60_000)

  it('goes on after the server was started again, with no turn given twice', async () => {
    await using server = await createTestApp()
    const { id: modelId } = await server.createModel()
    const { id: lateId, model } = await server.createModel()
    const session = await server.client.session.create({ windows: [{ modelId }] })
    const following = await followSession(server.client, session.id)
    for (const content of ['one', 'two']) {
      const send = { sessionId: session.id, content, clientMessageId: nextKey() }
      const { turns } = await server.client.message.send(send)
      await following.ended(turns.map((turn) => turn.assistantMessageId))
    }
    following.stop()
    const late = await server.client.window.add({ sessionId: session.id, modelId: lateId })
    server.upstream.on(model, controlled())
    await server.client.window.catchUp({ id: late.id, fromWindowId: session.windows[0]!.id })
    await server.upstream.nextStream({ model })
    server.upstream.on(model, answer(['fine']))
    await server.restart()
    const list = async () => (await server.client.message.list({ windowId: late.id })).items
    const shapeOf = async () => (await list()).map(({ role, content, status }) => [role, content, status])
    await expect.poll(shapeOf, { timeout: 40_000 }).toEqual([
      ['user', 'one', 'done'],
      ['assistant', '', 'interrupted'],
      ['assistant', 'fine', 'done'],
      ['user', 'two', 'done'],
      ['assistant', 'fine', 'done'],
    ])
  }, 60_000)
})
