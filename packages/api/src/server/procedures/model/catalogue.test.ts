import { answer, refuse, startScriptedUpstream, type ScriptedUpstream } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppErrorCode } from '../../../contract/index.ts'
import { createTestApi, type Caller, type TestApi } from '../../testing/create-test-api.ts'

const key = 'sk-CANARY-catalogue-0123456789'

let test: TestApi
let upstream: ScriptedUpstream
let admin: Caller
let user: Caller
/** The personal workspaces. */
let workspaces: Record<'admin' | 'user', string>
beforeAll(async () => {
  upstream = await startScriptedUpstream()
  test = await createTestApi({ registration: 'open', demo: 'off' })
  admin = await signUp('ada@example.com')
  user = await signUp('bob@example.com')
  const found = await admin.workspace.list({ search: 'example.com' })
  const idOf = (email: string) => found.find(({ ownerEmail }) => ownerEmail === email)!.id
  workspaces = { admin: idOf('ada@example.com'), user: idOf('bob@example.com') }
})
afterAll(async () => {
  await test[Symbol.asyncDispose]()
  await upstream[Symbol.asyncDispose]()
})

async function signUp(email: string): Promise<Caller> {
  const { call, cookies } = test.connect()
  await call.auth.register({ email, password: 'a long password' })
  return test.connect({ headers: new Headers({ cookie: cookies[0]!.split(';')[0]! }) }).call
}

function create(values: Partial<Parameters<Caller['model']['create']>[0]> = {}) {
  return admin.model.create({
    name: 'GPT',
    provider: 'openai',
    apiBase: upstream.url,
    model: 'gpt-x',
    ...values,
  })
}

const idsOf = (models: { id: string }[]) => models.map(({ id }) => id)

async function auditOf(id: string) {
  const { items } = await admin.audit.list({ limit: 100 })
  return items.filter(({ targetId }) => targetId === id).map(({ action, details }) => [action, details])
}

async function codeOf(call: Promise<unknown>): Promise<AppErrorCode | 'nothing'> {
  return call.then(
    () => 'nothing' as const,
    (error: { appCode: AppErrorCode }) => error.appCode,
  )
}

describe('a model that a user may not use', () => {
  it.each([
    ['administrators', () => ({ kind: 'roles' as const, roles: ['admin' as const] })],
    ['another workspace', () => ({ kind: 'workspaces' as const, workspaceIds: [workspaces.admin] })],
  ])('since it is for %s, is unknown to them everywhere', async (_whom, makeAccess) => {
    const open = await create({ name: 'Open' })
    const hidden = await create({ name: 'Hidden Name', access: makeAccess() })
    const modelId = hidden.id
    const session = await user.session.create({ windows: [{ modelId: open.id }, { modelId: open.id }] })
    const [window] = session.windows
    const { turns } = await user.message.send({
      sessionId: session.id,
      content: 'Hi',
      clientMessageId: `of-${modelId}`,
    })
    const messageIds = turns.map((turn) => turn.assistantMessageId)
    const messageId = messageIds[0]!
    await user.message.stop({ sessionId: session.id })
    const merge = { sessionId: session.id, messageIds, prompt: 'x' }
    const attempts = [
      () => user.session.create({ windows: [{ modelId }] }),
      () => user.window.add({ sessionId: session.id, modelId }),
      () => user.window.update({ id: window!.id, modelId }),
      () => user.window.fork({ messageId, before: true, modelId }),
      () => user.message.retry({ messageId, modelId }),
      () => user.message.merge({ ...merge, modelId, clientMessageId: `merge-${modelId}` }),
      () => user.lineUp.create({ name: 'Mine', windows: [{ modelId }] }),
      () => user.preference.update({ titleModelId: modelId }),
    ]
    for (const attempt of attempts) {
      const error = await attempt().then(
        () => null,
        (thrown: Error) => thrown,
      )
      expect(error).toMatchObject({ appCode: 'NOT_FOUND' })
      expect(error?.message).not.toContain('Hidden Name')
    }
    expect(idsOf(await user.model.list())).not.toContain(modelId)
    expect(idsOf(await admin.model.list())).toContain(modelId)
    expect(idsOf(await admin.model.catalogue())).toContain(modelId)
  })

  it('though they had it, stays in their windows and line-ups, and is called no more until it comes back', async () => {
    const { id: modelId } = await create({ name: 'Now And Then' })
    const session = await user.session.create({ windows: [{ modelId }] })
    const lineUp = await user.lineUp.create({ name: 'Kept', windows: [{ modelId }] })
    const send = (clientMessageId: string) =>
      user.message.send({ sessionId: session.id, content: 'Hi', clientMessageId })
    const { turns } = await send('the-first-one')
    await user.message.stop({ sessionId: session.id })
    await admin.model.update({ id: modelId, name: 'New Name', access: { kind: 'roles', roles: ['admin'] } })
    await expect(send('the-second-one')).rejects.toMatchObject({
      appCode: 'MODEL_UNAVAILABLE',
      message: 'Now And Then: its model is no longer for you to use',
    })
    const { assistantMessageId: messageId, userMessageId } = turns[0]!
    expect(await codeOf(user.message.retry({ messageId }))).toBe('MODEL_UNAVAILABLE')
    const edit = { messageId: userMessageId, content: 'Hello', clientMessageId: 'the-edited-one' }
    expect(await codeOf(user.message.edit(edit))).toBe('MODEL_UNAVAILABLE')
    expect(await user.lineUp.update({ id: lineUp.id, windows: [{ modelId }] })).toMatchObject({
      windows: [{ modelId, obstacle: 'disabled' }],
    })
    await admin.model.update({ id: modelId, access: { kind: 'workspaces', workspaceIds: [workspaces.user] } })
    expect((await send('the-third-one')).turns).toHaveLength(1)
    await user.message.stop({ sessionId: session.id })
  })

  it('makes no title for them either', async () => {
    const { id: titleModelId } = await create({ name: 'Titles', model: 'gpt-title' })
    const open = await create({ name: 'Open' })
    await user.preference.update({ titleModelId })
    await admin.model.update({ id: titleModelId, access: { kind: 'roles', roles: ['admin'] } })
    upstream.byDefault(answer(['Hello']))
    const session = await user.session.create({ windows: [{ modelId: open.id }] })
    await user.message.send({ sessionId: session.id, content: 'Hi', clientMessageId: 'to-be-titled' })
    await expect
      .poll(
        async () => (await user.message.list({ windowId: session.windows[0]!.id })).items.at(-1)?.status,
        {
          timeout: 20_000,
        },
      )
      .toBe('done')
    expect(upstream.requests.map(({ model }) => model)).not.toContain('gpt-title')
  })

  it('cannot be given to a workspace that is not there, nor to nobody', async () => {
    const { id } = await create()
    const access = (workspaceIds: string[]) => ({ kind: 'workspaces' as const, workspaceIds })
    await expect(admin.model.update({ id, access: access([id]) })).rejects.toMatchObject({
      appCode: 'NOT_FOUND',
      fields: { 'access.workspaceIds': 'has a workspace that does not exist' },
    })
    await expect(admin.model.update({ id, access: access([]) })).rejects.toMatchObject({
      cause: expect.objectContaining({
        issues: [expect.objectContaining({ path: ['access', 'workspaceIds'] })],
      }),
    })
    expect((await admin.model.get({ id })).access).toEqual({ kind: 'everyone' })
  })
})

describe('the list of models', () => {
  it('has the order that administrators give it, for everyone', async () => {
    const made = [await create({ name: 'A' }), await create({ name: 'B' }), await create({ name: 'C' })]
    const [a, b, c] = idsOf(made) as [string, string, string]
    await admin.model.reorder({ ids: [c, a, b] })
    for (const list of [await admin.model.catalogue(), await admin.model.list(), await user.model.list()]) {
      expect(idsOf(list).slice(0, 3)).toEqual([c, a, b])
    }
    expect(await codeOf(admin.model.reorder({ ids: [b, workspaces.user] }))).toBe('NOT_FOUND')
    expect(idsOf(await user.model.list()).slice(0, 3)).toEqual([c, a, b])
  })

  it('tells groups and tags, where two tags that differ in case alone are one', async () => {
    const { id } = await create({ group: ' Fast  ones ', tags: ['#code', 'Code', 'cheap'] })
    const listed = (await user.model.list()).find((model) => model.id === id)
    expect(listed).toMatchObject({ group: 'Fast ones', tags: ['code', 'cheap'] })
    expect(await admin.model.update({ id, group: null, tags: [] })).toMatchObject({ group: null, tags: [] })
  })

  it('tells how each model does: its last test, its last failure that was none, and its figures of today', async () => {
    const { id } = await create({ name: 'Healthy' })
    const healthOf = async () => (await admin.model.catalogue()).find((model) => model.id === id)!
    expect(await healthOf()).toMatchObject({
      lastTest: null,
      health: { lastError: null, callsToday: 0, errorsToday: 0, ttftP95Ms: null, latencyP95Ms: null },
    })
    upstream.byDefault(refuse({ status: 500, body: { error: { message: 'Out of order' } } }))
    await admin.model.test({ id })
    expect(await healthOf()).toMatchObject({
      lastTest: { at: expect.any(String), error: expect.stringContaining('Out of order') },
      health: { lastError: null },
    })
    upstream.byDefault(answer(['Hello']))
    await admin.model.test({ id })
    const { lastTest, health } = await healthOf()
    expect(lastTest).toMatchObject({ error: null, latencyMs: expect.any(Number) })
    expect(health).toMatchObject({ callsToday: 2, errorsToday: 1, ttftP95Ms: expect.any(Number) })
    upstream.byDefault(refuse({ status: 401 }))
    const session = await user.session.create({ windows: [{ modelId: id }] })
    await user.message.send({ sessionId: session.id, content: 'Hi', clientMessageId: 'one-that-fails' })
    await expect
      .poll(async () => (await healthOf()).health.lastError, { timeout: 20_000 })
      .toEqual({ callId: expect.any(String), at: expect.any(String), code: 'KEY_REFUSED' })
    await admin.model.update({ id, name: 'Renamed' })
    expect((await healthOf()).lastTest).toEqual(lastTest)
    await admin.model.update({ id, model: 'another' })
    expect((await healthOf()).lastTest).toBeNull()
  })
})

describe('several models at once', () => {
  it('are changed all alike, each with its row in the audit log', async () => {
    const one = await create({ tags: ['old', 'kept'] })
    const two = await create({ tags: [] })
    const price = { currency: 'EUR' as const, inputPerMillion: '1', outputPerMillion: '2' }
    const change = { enabled: false, group: 'Spare', price, timeouts: { idleMs: 5000 } }
    const changed = await admin.model.updateMany({
      ids: [one.id, two.id, one.id],
      ...change,
      addTags: ['new', 'KEPT'],
      removeTags: ['Old'],
      access: { kind: 'roles', roles: ['admin'] },
    })
    expect(changed).toMatchObject([
      { ...change, id: one.id, tags: ['kept', 'new'], access: { kind: 'roles', roles: ['admin'] } },
      { ...change, id: two.id, tags: ['new', 'KEPT'] },
    ])
    for (const { id } of [one, two]) {
      expect((await auditOf(id))[0]).toEqual([
        'model.updated',
        {
          fields: 'enabled, group, addTags, removeTags, access, timeouts, price',
          enabled: false,
          access: 'admin',
        },
      ])
    }
  })

  it('are changed or removed all or none', async () => {
    const { id } = await create({ name: 'Untouched' })
    const before = await admin.model.get({ id })
    const ids = [id, workspaces.user]
    expect(await codeOf(admin.model.updateMany({ ids, enabled: false }))).toBe('NOT_FOUND')
    expect(await codeOf(admin.model.removeMany({ ids }))).toBe('NOT_FOUND')
    const full = await create({ tags: Array.from({ length: 10 }, (_tag, at) => `t${at}`) })
    expect(await codeOf(admin.model.updateMany({ ids: [id, full.id], addTags: ['one more'] }))).toBe(
      'INVALID_INPUT',
    )
    expect(await admin.model.get({ id })).toEqual(before)
    expect(await auditOf(id)).toHaveLength(1)
    await admin.model.removeMany({ ids: [id, full.id] })
    expect(idsOf(await admin.model.catalogue())).not.toContain(id)
    expect((await auditOf(full.id))[0]?.[0]).toBe('model.removed')
  })

  it('are added from what the endpoint lists, once, all or none, with the key of a saved model', async () => {
    upstream.byDefault(refuse({ status: 200, body: { data: [{ id: 'gpt-4o' }, { id: 'brand-new' }] } }))
    const lender = await create({ model: 'lender', apiKey: key })
    const found = await admin.model.discover({ id: lender.id })
    expect(found).toMatchObject({
      ok: true,
      // The price is its maker's, which this endpoint is not.
      offers: [
        { model: 'brand-new', name: 'brand-new', contextWindow: null, price: null, isAdded: false },
        { model: 'gpt-4o', name: 'GPT-4o', contextWindow: 128_000, price: null, isAdded: false },
      ],
      pricesAsOf: null,
    })
    const models = found.offers.map(({ model, name, contextWindow }) => ({ model, name, contextWindow }))
    const input = { id: lender.id, provider: 'openai', apiBase: `${upstream.url}/`, group: 'Found', models }
    const twice = { ...input, models: [...models, models[0]!] }
    await expect(admin.model.addMany(twice)).rejects.toMatchObject({
      appCode: 'CONFLICT',
      fields: { 'models.2.model': 'brand-new is chosen twice' },
    })
    const added = await admin.model.addMany(input)
    expect(added).toMatchObject(
      models.map((model) => ({ ...model, group: 'Found', hasApiKey: true, enabled: true })),
    )
    await expect(admin.model.addMany(input)).rejects.toMatchObject({
      appCode: 'CONFLICT',
      message: expect.stringContaining('gpt-4o is in the list already, as GPT-4o'),
    })
    const again = await admin.model.discover({ id: lender.id })
    expect(again.offers.map(({ isAdded }) => isAdded)).toEqual([true, true])
    const elsewhere = await admin.model.addMany({ ...input, apiBase: 'https://other.example/v1' })
    expect(elsewhere.map(({ hasApiKey }) => hasApiKey)).toEqual([false, false])
    upstream.byDefault(answer(['Hello']))
    await admin.model.test({ id: added[0]!.id })
    expect(upstream.requests.at(-1)?.headers.authorization).toBe(`Bearer ${key}`)
  })
})

it('a duplicate has all of a model but its name, stands behind it and keeps its keys by itself', async () => {
  upstream.byDefault(answer(['Hello']))
  const original = await create({
    name: 'Twin',
    apiKey: key,
    tags: ['a'],
    group: 'G',
    maxTokensLimit: 500,
    extraConfig: { temperature: 0.5 },
    recordBodies: false,
    enabled: false,
    access: { kind: 'roles', roles: ['admin'] },
  })
  await create({ name: 'Behind' })
  const copy = await admin.model.duplicate({ id: original.id })
  const own = ['id', 'name', 'createdAt', 'updatedAt', 'keys'] as const
  const strip = (model: object) =>
    Object.fromEntries(Object.entries(model).filter(([field]) => !own.some((each) => each === field)))
  expect(copy.name).toBe('Twin 2')
  expect(strip(copy)).toEqual(strip(original))
  const names = (await admin.model.catalogue()).map(({ name }) => name)
  expect(names.slice(names.indexOf('Twin'), names.indexOf('Twin') + 3)).toEqual(['Twin', 'Twin 2', 'Behind'])
  await admin.model.remove({ id: original.id })
  await admin.model.test({ id: copy.id })
  expect(upstream.requests.at(-1)?.headers.authorization).toBe(`Bearer ${key}`)
  expect(JSON.stringify([copy, await auditOf(copy.id)])).not.toContain('CANARY')
  expect((await auditOf(copy.id)).at(-1)).toEqual([
    'model.duplicated',
    { of: 'Twin', apiBase: original.apiBase },
  ])
})
