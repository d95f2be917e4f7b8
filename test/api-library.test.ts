import { parseAppError } from '@chatmore/api/client'
import type { AppErrorData } from '@chatmore/api/contract'
import { answer, controlled, echo, refuse } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp, type TestClient } from './create-test-app.ts'
import { waitUntilIdle } from './database-fingerprint.ts'

let app: TestApp
let modelId: string
beforeAll(async () => {
  app = await createTestApp()
  modelId = (await app.createModel({ name: 'GPT', model: 'gpt' })).id
})
afterAll(() => app[Symbol.asyncDispose]())

const refusal = (call: Promise<unknown>): Promise<AppErrorData | null | undefined> =>
  call.then(() => null, parseAppError)
let sends = 0
const send = (client: TestClient, sessionId: string, content: string) =>
  client.message.send({ sessionId, content, clientMessageId: `library-send-${++sends}` })

describe('line-ups', () => {
  const windows = () => [
    { modelId, name: 'Cold', params: { temperature: 0 }, systemMessage: '用中文回答。' },
    { modelId, name: 'Hot', params: { temperature: 2 } },
  ]

  it('keep windows as they were set up, and start a session with them', async () => {
    const { id } = await app.client.lineUp.create({ name: 'Two', windows: windows(), columns: 2 })
    const [kept] = (await app.client.lineUp.list()).filter((lineUp) => lineUp.id === id)
    expect(kept).toMatchObject({ name: 'Two', isDefault: false, columns: 2 })
    expect(kept?.windows).toEqual([
      { ...windows()[0], modelName: 'GPT', obstacle: null },
      { ...windows()[1], systemMessage: null, modelName: 'GPT', obstacle: null },
    ])
    const configs = kept!.windows.map(({ modelId: of, name, systemMessage, params }) => ({
      ...{ modelId: of, name: name!, systemMessage, params },
    }))
    const session = await app.client.session.create({ windows: configs })
    expect(session.windows).toMatchObject(windows())
  })

  it('have one default at most, also when two are made it at once', async () => {
    const client = await app.createUser()
    const made = await Promise.all(
      ['a', 'b', 'c'].map((name) => client.lineUp.create({ name, windows: windows(), isDefault: true })),
    )
    const defaults = async () => (await client.lineUp.list()).filter((lineUp) => lineUp.isDefault)
    expect(await defaults()).toHaveLength(1)
    await client.lineUp.update({ id: made[0]!.id, isDefault: true })
    expect((await defaults()).map(({ name }) => name)).toEqual(['a'])
    await client.lineUp.update({ id: made[0]!.id, name: 'A' })
    expect((await defaults()).map(({ name }) => name)).toEqual(['A'])
    await client.lineUp.update({ id: made[0]!.id, isDefault: false })
    expect(await defaults()).toEqual([])
    await client.lineUp.remove({ id: made[0]!.id })
    expect((await client.lineUp.list()).map(({ name }) => name).sort()).toEqual(['b', 'c'])
  })

  it('say which of their models were switched off or removed, and keep the rest', async () => {
    const [off, gone] = [await app.createModel({ name: 'Off' }), await app.createModel({ name: 'Gone' })]
    const ids = [modelId, off.id, gone.id]
    const { id } = await app.client.lineUp.create({
      name: 'Old',
      windows: ids.map((each) => ({ modelId: each })),
    })
    await app.client.model.update({ id: off.id, enabled: false })
    await app.client.model.remove({ id: gone.id })
    const kept = (await app.client.lineUp.list()).find((lineUp) => lineUp.id === id)
    expect(kept?.windows.map(({ modelName, obstacle }) => [modelName, obstacle])).toEqual([
      ['GPT', null],
      ['Off', 'disabled'],
      ['Gone', 'removed'],
    ])
  })

  it.each([
    ['no name', { name: ' ' }, { name: 'is empty' }],
    ['no window', { windows: [] }, { windows: 'is empty: choose at least one model' }],
    ['seven columns', { columns: 7 }, { columns: 'is not a whole number from 1 to 6' }],
    ['a field of another', { userId: 'x' }, { userId: 'is not a known field' }],
  ])('are refused with %s', async (_what, change, fields) => {
    const input = { name: 'x', windows: windows(), ...change }
    expect(await refusal(app.client.lineUp.create(input))).toEqual({ code: 'INVALID_INPUT', fields })
  })

  it('are refused with a model that never was', async () => {
    const unknown = { modelId: '01JD0000000000000000000000' }
    const call = app.client.lineUp.create({ name: 'x', windows: [...windows(), unknown] })
    expect(await refusal(call)).toEqual({
      ...{ code: 'NOT_FOUND', fields: { 'windows.2.modelId': 'is not a known model' } },
    })
  })
})

describe('templates', () => {
  it('are kept, changed and removed', async () => {
    const client = await app.createUser()
    const { id } = await client.template.create({ name: 'Review', content: 'Review {{code}}.' })
    await client.template.create({ name: 'Ask', content: '问：{{问题}}' })
    await client.template.update({ id, content: 'Look at {{code}}.' })
    expect((await client.template.list()).map(({ name, content }) => [name, content])).toEqual([
      ['Ask', '问：{{问题}}'],
      ['Review', 'Look at {{code}}.'],
    ])
    await client.template.remove({ id })
    expect((await client.template.list()).map(({ name }) => name)).toEqual(['Ask'])
    expect(await refusal(client.template.remove({ id }))).toEqual({ code: 'NOT_FOUND' })
  })

  it.each([
    ['no content', { content: '\u200B' }, { content: 'is empty' }],
    ['too much content', { content: 'x'.repeat(50_001) }, { content: 'is longer than 50,000 characters' }],
    ['a long name', { name: 'x'.repeat(121) }, { name: 'is longer than 120 characters' }],
  ])('are refused with %s', async (_what, change, fields) => {
    const call = app.client.template.create({ name: 'x', content: 'x', ...change })
    expect(await refusal(call)).toEqual({ code: 'INVALID_INPUT', fields })
  })
})

describe('sessions', () => {
  it('are pinned, archived, tagged and found by what was said in them', async () => {
    const client = await app.createUser()
    const { id } = await client.session.create({ windows: [{ modelId }] })
    await send(client, id, '我们把单体应用拆成微服务之后')
    await waitUntilIdle(app)
    const session = await client.session.update({ id, pinned: true, tags: ['# Work ', 'work', '架构'] })
    expect(session).toMatchObject({ pinned: true, archived: false, tags: ['Work', '架构'] })
    const found = await client.session.list({ search: '服' })
    expect(found).toMatchObject({ nextCursor: null, isPartial: false })
    expect(found.items).toMatchObject([{ id, pinned: true, tags: ['Work', '架构'] }])
    expect((await client.session.list({ tag: 'WORK' })).items).toHaveLength(1)
    expect(await client.session.tags()).toEqual([
      { tag: 'Work', sessionCount: 1 },
      { tag: '架构', sessionCount: 1 },
    ])
    await client.session.update({ id, archived: true })
    expect((await client.session.list()).items).toEqual([])
    expect((await client.session.list({ archived: true })).items).toHaveLength(1)
  })

  it.each([
    ['a tag too long', { tags: ['x'.repeat(41)] }, { 'tags.0': 'is longer than 40 characters' }],
    ['an empty tag', { tags: ['ok', ' # '] }, { 'tags.1': 'is empty' }],
    [
      '21 tags',
      { tags: Array.from({ length: 21 }, (_tag, at) => `t${at}`) },
      { tags: 'has more than 20 tags' },
    ],
    ['a pin that is no switch', { pinned: 'yes' as never }, { pinned: 'is not a boolean' }],
  ])('are not changed with %s', async (_what, change, fields) => {
    const { id } = await app.client.session.create({ windows: [{ modelId }] })
    expect(await refusal(app.client.session.update({ id, ...change }))).toEqual({
      code: 'INVALID_INPUT',
      fields,
    })
    expect(await app.client.session.get({ id })).toMatchObject({ pinned: false, tags: [] })
  })
})

describe('titles', () => {
  async function setUp(name: string) {
    const client = await app.createUser()
    const titleModel = await app.createModel({ name, model: name })
    await client.preference.update({ titleModelId: titleModel.id })
    const { id } = await client.session.create({ windows: [{ modelId }] })
    return { client, id, titleOf: async () => (await client.session.get({ id })).title }
  }
  const endTurn = async () => {
    const stream = await app.upstream.nextStream({ model: 'gpt' })
    stream.text('Yes.')
    app.upstream.on('gpt', echo())
    stream.finish()
  }
  const requestsTo = (model: string) => app.upstream.requests.filter(({ body }) => body.model === model)

  it('are made by the chosen model from the first input alone, once the first turn is over', async () => {
    app.upstream.on('titler', answer({ text: ['\n“Parsing **dates** in Go.”\nMore'] }))
    app.upstream.on('gpt', controlled())
    const { client, id, titleOf } = await setUp('titler')
    await send(client, id, 'How do I parse a date?\nIn Go.')
    expect(await titleOf()).toBe('How do I parse a date?')
    expect(requestsTo('titler')).toEqual([])
    await endTurn()
    await expect.poll(titleOf, { timeout: 15_000 }).toBe('Parsing **dates** in Go')
    const [request] = requestsTo('titler')
    expect(request?.body.messages.at(-1)).toEqual({ role: 'user', content: 'How do I parse a date?\nIn Go.' })
    await send(client, id, 'Thank you.')
    await waitUntilIdle(app)
    expect(requestsTo('titler')).toHaveLength(1)
  })

  it('that a person typed are left alone', async () => {
    app.upstream.on('slow-titler', answer({ text: ['Made'] }))
    app.upstream.on('gpt', controlled())
    const { client, id, titleOf } = await setUp('slow-titler')
    await send(client, id, 'Hello')
    await client.session.update({ id, title: 'Mine' })
    await endTurn()
    await expect.poll(() => requestsTo('slow-titler').length, { timeout: 15_000 }).toBe(1)
    await waitUntilIdle(app)
    expect(await titleOf()).toBe('Mine')
  })

  it('stay the first line where the model fails, and the send does not notice', async () => {
    app.upstream.on('broken-titler', refuse({ status: 400 }))
    const { client, id, titleOf } = await setUp('broken-titler')
    await send(client, id, 'Still here')
    await expect.poll(() => requestsTo('broken-titler').length, { timeout: 15_000 }).toBe(1)
    expect(await titleOf()).toBe('Still here')
  })

  it('are not made by a model that never was', async () => {
    const call = app.client.preference.update({ titleModelId: '01JD0000000000000000000000' })
    expect(await refusal(call)).toMatchObject({ code: 'NOT_FOUND' })
  })
})
