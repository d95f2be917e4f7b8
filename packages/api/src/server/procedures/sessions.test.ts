import { startScriptedUpstream, type ScriptedUpstream } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_WINDOWS, type WatchEvent } from '../../contract/index.ts'
import { createTestApi, type Caller, type TestApi } from '../testing/create-test-api.ts'

let test: TestApi
let upstream: ScriptedUpstream
let ada: Caller
let bob: Caller
let modelId: string
let disabledId: string

beforeAll(async () => {
  upstream = await startScriptedUpstream()
  test = await createTestApi({ registration: 'open' })
  ada = await signUp('ada@example.com')
  bob = await signUp('bob@example.com')
  const endpoint = { name: 'GPT', provider: 'openai', apiBase: upstream.url, model: 'gpt-x' }
  modelId = (await ada.model.create(endpoint)).id
  disabledId = (await ada.model.create({ ...endpoint, name: 'Off', enabled: false })).id
})
afterAll(async () => {
  await test[Symbol.asyncDispose]()
  await upstream.close()
})

async function signUp(email: string): Promise<Caller> {
  const { call, cookies } = test.connect()
  await call.auth.register({ email, password: 'a long password' })
  return test.connect({ headers: new Headers({ cookie: cookies[0]!.split(';')[0]! }) }).call
}

/** The events of a watch that is open, as they come. */
async function watch(caller: Caller, id: string) {
  const events = (await caller.session.watch({ id }))[Symbol.asyncIterator]()
  const next = async (): Promise<WatchEvent> => ((await events.next()).value as [string, WatchEvent])[1]
  expect(await next()).toEqual({ type: 'sync', messages: [] })
  return { next, close: () => events.return?.(undefined) }
}

const unknownId = '01JD0000000000000000000000'

describe('making a session under an id of one’s own', () => {
  const clientSessionId = 'made-by-a-program'
  let clara: Caller
  let dora: Caller
  beforeAll(async () => {
    clara = await signUp('clara@example.com')
    dora = await signUp('dora@example.com')
  })

  it('makes one however often it is asked, at once or later, and each user their own', async () => {
    const input = { windows: [{ modelId }], title: 'Once', clientSessionId }
    const made = await Promise.all(Array.from({ length: 6 }, () => clara.session.create(input)))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect(made[0]).toMatchObject({ title: 'Once', windows: [{ modelId }] })
    // What was accepted stays accepted, whatever has become of the model.
    expect(await clara.session.create({ ...input, windows: [{ modelId: disabledId }] })).toEqual(made[0])
    const theirs = await dora.session.create({ ...input, title: 'Dora’s' })
    expect(theirs).toMatchObject({ title: 'Dora’s' })
    expect(theirs.id).not.toBe(made[0]!.id)
    expect((await clara.session.list({ search: 'Once' })).items).toHaveLength(1)
  })

  it('does not bring back one that was removed, and refuses what is no such id', async () => {
    const input = { windows: [{ modelId }], clientSessionId: 'to-be-removed' }
    const { id } = await clara.session.create(input)
    await clara.session.remove({ id })
    await expect(clara.session.create(input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(clara.session.create({ ...input, clientSessionId: 'a b' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })
})

describe('watching', () => {
  it('gives plain events, or batches of them to who asks for those', async () => {
    const { id } = await ada.session.create({ windows: [{ modelId }] })
    const first = async (input: { id: string; batched?: boolean }) => {
      const events = (await ada.session.watch(input))[Symbol.asyncIterator]()
      const { value } = await events.next()
      await events.return?.(undefined)
      return (value as [string, unknown])[1]
    }
    const sync = { type: 'sync', messages: [] }
    expect(await first({ id })).toEqual(sync)
    expect(await first({ id, batched: false })).toEqual(sync)
    expect(await first({ id, batched: true })).toEqual({ type: 'batch', events: [sync] })
    const unknown = { id, batch: true }
    await expect(ada.session.watch(unknown)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('a session', () => {
  it('is created with its windows in order, the same model twice under names of their own', async () => {
    const params = { temperature: 1, stop: ['END'] }
    const session = await ada.session.create({
      title: ' A  title ',
      systemMessage: 'Be brief.',
      windows: [{ modelId }, { modelId, name: 'Mine', params, systemMessage: 'Be long.' }, { modelId }],
    })
    expect(session).toMatchObject({
      title: 'A title',
      systemMessage: 'Be brief.',
      initialBroadcastDone: false,
    })
    expect(session.windows).toMatchObject([
      {
        name: 'GPT',
        position: 0,
        params: {},
        systemMessage: null,
        useGlobalInput: true,
        modelId,
        modelName: 'GPT',
      },
      { name: 'Mine', position: 1, params, systemMessage: 'Be long.' },
      { name: 'GPT 2', position: 2 },
    ])
    expect(await ada.session.get({ id: session.id })).toEqual(session)
  })

  it('may have fifty windows, and no more by any way', async () => {
    const windows = Array.from({ length: MAX_WINDOWS }, () => ({ modelId }))
    const { id } = await ada.session.create({ windows })
    await expect(ada.session.create({ windows: [...windows, { modelId }] })).rejects.toThrow(
      'more than 50 windows',
    )
    await expect(ada.window.add({ sessionId: id, modelId })).rejects.toMatchObject({
      appCode: 'INVALID_INPUT',
    })
  })

  it.each([
    { what: 'disabled', appCode: 'MODEL_UNAVAILABLE', rule: 'the model Off is disabled' },
    { what: 'unknown', appCode: 'NOT_FOUND', rule: 'is not a known model' },
  ])(
    'with a model that is $what is refused by name, and nothing is written',
    async ({ what, appCode, rule }) => {
      const before = await ada.session.list()
      const windows = [{ modelId }, { modelId: what === 'disabled' ? disabledId : unknownId }]
      await expect(ada.session.create({ windows })).rejects.toMatchObject({
        appCode,
        fields: { 'windows.1.modelId': rule },
      })
      expect(await ada.session.list()).toEqual(before)
    },
  )

  it('is renamed and given another system message, and those who watch hear of it', async () => {
    const { id } = await ada.session.create({ windows: [{ modelId }] })
    const watching = await watch(ada, id)
    const renamed = await ada.session.update({ id, title: 'New' })
    expect(renamed).toMatchObject({ title: 'New', systemMessage: null })
    expect(await watching.next()).toEqual({ type: 'session', session: renamed })
    const changed = await ada.session.update({ id, systemMessage: 'Be brief.' })
    expect(changed).toMatchObject({ title: 'New', systemMessage: 'Be brief.' })
    expect(await watching.next()).toEqual({ type: 'session', session: changed })
    expect(await ada.session.update({ id, systemMessage: ' ' })).toMatchObject({ systemMessage: null })
    await watching.close()
  })

  it('is gone when it is removed, for every call, until it is restored', async () => {
    const { id, windows } = await ada.session.create({ windows: [{ modelId }] })
    expect(await ada.session.remove({ id })).toEqual({ id })
    const windowId = windows[0]!.id
    const calls = [
      () => ada.session.get({ id }),
      () => ada.session.update({ id, title: 'x' }),
      () => ada.session.remove({ id }),
      () => ada.window.add({ sessionId: id, modelId }),
      () => ada.window.update({ id: windowId, name: 'x' }),
      () => ada.message.list({ windowId }),
      () => ada.message.stop({ sessionId: id }),
      () => ada.message.send({ sessionId: id, content: 'x', clientMessageId: 'to-a-removed-one' }),
    ]
    for (const call of calls) await expect(call()).rejects.toMatchObject({ appCode: 'NOT_FOUND' })
    expect((await ada.session.list({ limit: 100 })).items.map((item) => item.id)).not.toContain(id)
    expect(await ada.session.restore({ id })).toMatchObject({ id, windows: [{ id: windowId }] })
    await expect(ada.session.restore({ id })).rejects.toMatchObject({ appCode: 'NOT_FOUND' })
  })

  it('is found by a part of its title, whatever characters that has', async () => {
    const titles = ['C++ and a@b.com', 'say "x" (((((', '100%%%% sure', 'under_score', '中文标题']
    for (const title of titles) await bob.session.create({ title, windows: [{ modelId }] })
    const find = async (search: string) =>
      (await bob.session.list({ search })).items.map(({ title }) => title)
    expect(await find('c++')).toEqual(['C++ and a@b.com'])
    expect(await find('a@b.com')).toEqual(['C++ and a@b.com'])
    expect(await find('"x"')).toEqual(['say "x" ((((('])
    expect(await find('(((((')).toEqual(['say "x" ((((('])
    expect(await find('%%%%')).toEqual(['100%%%% sure'])
    expect(await find('r_s')).toEqual(['under_score'])
    expect(await find('文标')).toEqual(['中文标题'])
    expect(await find('nowhere')).toEqual([])
    expect(await find('')).toHaveLength(5)
  })

  it('is listed with the others page by page, each once, the newest first', async () => {
    const caller = await signUp('carol@example.com')
    const ids: string[] = []
    for (let count = 0; count < 5; count++)
      ids.push((await caller.session.create({ windows: [{ modelId }] })).id)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<Caller['session']['list']>> = await caller.session.list({
        limit: 2,
        cursor,
      })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(ids.reverse())
  })
})

describe('a window', () => {
  it('is added behind the others, changed, removed and restored, and those who watch hear of each', async () => {
    const { id } = await ada.session.create({ windows: [{ modelId }] })
    const watching = await watch(ada, id)
    const names = async () => {
      const event = await watching.next()
      return event.type === 'session' ? event.session.windows.map(({ name }) => name) : event
    }
    const added = await ada.window.add({ sessionId: id, modelId })
    expect(added).toMatchObject({ name: 'GPT 2', position: 1, sessionId: id })
    expect(await names()).toEqual(['GPT', 'GPT 2'])
    const change = { name: 'Mine', params: { topP: 0.5 }, systemMessage: 'Be brief.', useGlobalInput: false }
    expect(await ada.window.update({ id: added.id, ...change })).toEqual({ ...added, ...change })
    expect(await names()).toEqual(['GPT', 'Mine'])
    expect(await ada.window.update({ id: added.id, systemMessage: null })).toMatchObject({
      systemMessage: null,
      name: 'Mine',
    })
    expect(await names()).toEqual(['GPT', 'Mine'])
    expect(await ada.window.remove({ id: added.id })).toEqual({ id: added.id })
    expect(await names()).toEqual(['GPT'])
    await expect(ada.window.update({ id: added.id, name: 'x' })).rejects.toMatchObject({
      appCode: 'NOT_FOUND',
    })
    expect(await ada.window.restore({ id: added.id })).toMatchObject({ id: added.id, name: 'Mine' })
    expect(await names()).toEqual(['GPT', 'Mine'])
    await watching.close()
  })

  it('moves where the new order puts it; one of another session does not', async () => {
    const { id, windows } = await ada.session.create({ windows: [{ modelId }, { modelId }, { modelId }] })
    const [a, b, c] = windows.map((window) => window.id) as [string, string, string]
    const reordered = await ada.window.reorder({ sessionId: id, windowIds: [c, a, b] })
    expect(reordered.windows.map((window) => window.id)).toEqual([c, a, b])
    const other = await ada.session.create({ windows: [{ modelId }] })
    for (const foreign of [other.windows[0]!.id, unknownId]) {
      await expect(ada.window.reorder({ sessionId: id, windowIds: [foreign, a] })).rejects.toMatchObject({
        appCode: 'NOT_FOUND',
      })
    }
    expect((await ada.session.get({ id })).windows.map((window) => window.id)).toEqual([c, a, b])
  })

  it('takes no model that is disabled or unknown, and keeps the one that it has', async () => {
    const { windows } = await ada.session.create({ windows: [{ modelId }] })
    const id = windows[0]!.id
    await expect(ada.window.update({ id, modelId: disabledId })).rejects.toMatchObject({
      appCode: 'MODEL_UNAVAILABLE',
      fields: { modelId: 'the model Off is disabled' },
    })
    await expect(ada.window.update({ id, modelId: unknownId })).rejects.toMatchObject({
      appCode: 'NOT_FOUND',
    })
    await expect(
      ada.window.add({ sessionId: windows[0]!.sessionId, modelId: disabledId }),
    ).rejects.toMatchObject({
      appCode: 'MODEL_UNAVAILABLE',
    })
    expect(await ada.window.update({ id, modelId, name: 'Same' })).toMatchObject({ modelId, name: 'Same' })
  })
})

describe('another’s things', () => {
  it('stay out of reach when they are mixed with one’s own', async () => {
    const mine = await bob.session.create({ windows: [{ modelId }] })
    const hers = await ada.session.create({ windows: [{ modelId }] })
    const [window] = hers.windows
    await expect(
      bob.window.reorder({ sessionId: mine.id, windowIds: [mine.windows[0]!.id, window!.id] }),
    ).rejects.toMatchObject({ appCode: 'NOT_FOUND' })
    await expect(bob.message.stop({ sessionId: mine.id, messageIds: [window!.id] })).rejects.toMatchObject({
      appCode: 'NOT_FOUND',
    })
    await bob.message.send({ sessionId: mine.id, content: 'first', clientMessageId: 'my-first-one' })
    await expect(
      bob.message.send({
        sessionId: mine.id,
        content: 'x',
        clientMessageId: 'my-second-one',
        windowIds: [window!.id],
      }),
    ).rejects.toMatchObject({ appCode: 'NOT_FOUND' })
    expect((await ada.message.list({ windowId: window!.id })).items).toEqual([])
  })
})

describe('the latest messages of a session', () => {
  it('come with each window’s page, as it is listed alone, the windows in their order, to its owner alone', async () => {
    const windows = ['One', 'Two', 'Three'].map((name) => ({ modelId, name }))
    const { id: sessionId, windows: made } = await ada.session.create({ windows })
    const [one, two, three] = made.map(({ id }) => id) as [string, string, string]
    await ada.message.send({ sessionId, content: 'Hello', clientMessageId: 'to-all-three' })
    const latest = async (limit?: number) => (await ada.message.latest({ sessionId, limit })).windows
    await expect
      .poll(async () => (await latest()).flatMap(({ items }) => items.map(({ status }) => status)))
      .toEqual(Array(6).fill('done'))
    await ada.window.remove({ id: two })
    await ada.window.reorder({ sessionId, windowIds: [three, one] })
    const pages = await latest(1)
    expect(pages.map(({ windowId }) => windowId)).toEqual([three, one])
    for (const { windowId, ...page } of pages) {
      expect(page.items).toMatchObject([{ role: 'assistant', sessionId, windowId }])
      expect(page).toEqual(await ada.message.list({ windowId, limit: 1 }))
      const older = await ada.message.list({ windowId, cursor: page.nextCursor })
      expect(older).toMatchObject({ items: [{ role: 'user', content: 'Hello' }], nextCursor: null })
    }
    for (const [caller, id] of [[bob, sessionId] as const, [ada, unknownId] as const]) {
      await expect(caller.message.latest({ sessionId: id })).rejects.toMatchObject({ appCode: 'NOT_FOUND' })
    }
  })
})

describe('the messages of a window', () => {
  it('are listed page by page from the newest back, each page from old to new', async () => {
    const { id, windows } = await ada.session.create({ windows: [{ modelId }] })
    const windowId = windows[0]!.id
    for (let count = 0; count < 3; count++) {
      const send = { sessionId: id, content: `text ${count}`, clientMessageId: `paging-${count}` }
      const { turns } = await ada.message.send(send)
      await expect
        .poll(async () => (await ada.message.list({ windowId, limit: 1 })).items[0])
        .toMatchObject({ id: turns[0]!.assistantMessageId, status: 'done' })
    }
    const first = await ada.message.list({ windowId, limit: 4 })
    expect(first.items.map(({ seq }) => seq)).toEqual([3, 4, 5, 6])
    const second = await ada.message.list({ windowId, limit: 4, cursor: first.nextCursor })
    expect(second.items.map(({ seq }) => seq)).toEqual([1, 2])
    expect(second.nextCursor).toBeNull()
    expect((await ada.message.list({ windowId, limit: 6 })).nextCursor).toBeNull()
  })
})
