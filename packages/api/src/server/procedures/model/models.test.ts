import { answer, refuse, startScriptedUpstream } from '@chatmore/llm/testing'
import { saveDemoModels } from '@chatmore/db'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRecordingLog } from '../../generation/testing/recording-log.ts'
import { createTestApi, type Caller, type TestApi } from '../../testing/create-test-api.ts'

const key = 'sk-CANARY-0123456789abcdef'
const endpoint = { name: 'GPT', provider: 'openai', apiBase: 'https://api.example.com/v1', model: 'gpt-x' }
const demoModels = [{ model: 'demo-swift', name: 'Demo Swift', contextWindow: 32_000 }]

async function signUp(test: TestApi, email: string) {
  const { call, cookies } = test.connect()
  await call.auth.register({ email, password: 'a long password' })
  return test.connect({ headers: new Headers({ cookie: cookies[0]!.split(';')[0]! }) }).call
}

async function readKeys({ database }: TestApi): Promise<unknown> {
  const pool = database.db.$client as unknown as { query(sql: string): Promise<[unknown]> }
  return (await pool.query('SELECT * FROM model_configs'))[0]
}

const log = createRecordingLog()
let test: TestApi
let admin: Caller
beforeAll(async () => {
  test = await createTestApi({ registration: 'open', log })
  admin = await signUp(test, 'ada@example.com')
})
afterAll(() => test[Symbol.asyncDispose]())

it('a model is created, read, changed and removed; its key is nowhere to be seen', async () => {
  const created = await admin.model.create({ ...endpoint, apiKey: key })
  expect(created).toMatchObject({
    ...endpoint,
    hasApiKey: true,
    enabled: true,
    defaults: {},
    price: null,
    timeouts: {},
  })
  const price = { currency: 'EUR', inputPerMillion: '0.15', outputPerMillion: '2' } as const
  const changed = await admin.model.update({
    id: created.id,
    name: 'New',
    extraConfig: { temperature: 1 },
    price,
  })
  expect(changed).toMatchObject({ name: 'New', defaults: { temperature: 1 }, price, hasApiKey: true })
  expect(await admin.model.get({ id: created.id })).toEqual(changed)
  const seen = [created, changed, await admin.model.list(), await readKeys(test), log.lines]
  expect(JSON.stringify(seen)).not.toMatch(/CANARY|cdef/)
  expect(await admin.model.remove({ id: created.id })).toEqual({ id: created.id })
  for (const call of [admin.model.get, admin.model.remove, admin.model.test]) {
    await expect(call({ id: created.id })).rejects.toMatchObject({ appCode: 'NOT_FOUND' })
  }
  expect((await admin.model.list()).map((model) => model.id)).not.toContain(created.id)
})

it('a user sees of a model neither the address nor whether it has a key, and no disabled one', async () => {
  const price = { currency: 'USD' as const, inputPerMillion: '0.15', outputPerMillion: '0.6' }
  const user = await signUp(test, 'bob@example.com')
  const open = await admin.model.create({
    ...endpoint,
    apiKey: key,
    contextWindow: 128_000,
    extraConfig: { topP: 0.5 },
    price,
  })
  const off = await admin.model.create({ ...endpoint, enabled: false })
  const seen = new Map((await user.model.list()).map((model) => [model.id, model]))
  expect(seen.get(open.id)).toEqual({
    id: open.id,
    name: 'GPT',
    provider: 'openai',
    model: 'gpt-x',
    defaults: { topP: 0.5 },
    contextWindow: 128_000,
    capabilities: [],
    vision: false,
    price,
    enabled: true,
    isDemo: false,
    group: null,
    tags: [],
    maxTokensLimit: null,
  })
  expect(seen.has(off.id)).toBe(false)
  const listed = (await admin.model.list()).map(({ id }) => id)
  expect(listed).toEqual(expect.arrayContaining([open.id, off.id]))
})

it.each([
  ['another host', 'https://evil.example/v1', false],
  ['another port', 'https://api.example.com:8443/v1', false],
  ['another scheme', 'http://api.example.com/v1', false],
  ['a host that begins alike', 'https://api.example.com.evil.example/v1', false],
  ['another path of the same host', 'https://api.example.com/v2', true],
])(
  'an address that changes to %s takes the key along only on the same host',
  async (_what, apiBase, keeps) => {
    const { id } = await admin.model.create({ ...endpoint, apiKey: key })
    expect(await admin.model.update({ id, apiBase })).toMatchObject({ apiBase, hasApiKey: keeps })
    expect(
      await admin.model.update({ id, apiBase: 'https://other.example/v1', apiKey: 'sk-new' }),
    ).toMatchObject({
      hasApiKey: true,
    })
  },
)

it.each([null, ''])('the key %j removes a key; an absent one leaves it', async (apiKey) => {
  const { id } = await admin.model.create({ ...endpoint, apiKey: key })
  expect(await admin.model.update({ id, name: 'New' })).toMatchObject({ hasApiKey: true })
  expect(await admin.model.update({ id, apiKey })).toMatchObject({ hasApiKey: false })
})

it('a test asks the exact address with the saved key, or with the one that is tried, and never sends a key elsewhere', async () => {
  await using upstream = await startScriptedUpstream()
  await using elsewhere = await startScriptedUpstream()
  const { id } = await admin.model.create({ ...endpoint, apiBase: upstream.url, apiKey: key })
  const config = { apiBase: upstream.url, model: 'gpt-y' }
  expect(await admin.model.test({ id })).toMatchObject({
    ok: true,
    url: `${upstream.url}/chat/completions`,
    latencyMs: expect.any(Number),
  })
  await admin.model.test(config)
  await admin.model.test({ ...config, id })
  await admin.model.test({ ...config, id, apiKey: 'sk-tried' })
  await admin.model.test({ ...config, id, apiKey: null })
  await admin.model.test({ ...config, id, apiBase: elsewhere.url })
  const seen = upstream.requests.map(({ model, headers }) => [model, headers.authorization])
  expect(seen).toEqual([
    ['gpt-x', `Bearer ${key}`],
    ['gpt-y', undefined],
    ['gpt-y', `Bearer ${key}`],
    ['gpt-y', 'Bearer sk-tried'],
    ['gpt-y', undefined],
  ])
  expect(elsewhere.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
})

it('a failed test tells an administrator why, without the key that the endpoint repeats', async () => {
  await using upstream = await startScriptedUpstream()
  upstream.byDefault(
    refuse({ status: 401, body: { error: { message: `Incorrect API key provided: ${key}` } } }),
  )
  const result = await admin.model.test({ apiBase: upstream.url, model: 'x', apiKey: key })
  expect(result).toMatchObject({ ok: false, url: `${upstream.url}/chat/completions` })
  expect(result.error).toContain('Incorrect API key provided')
  expect(result.error).not.toContain('CANARY')
})

it.each(['http://169.254.169.254/v1', 'http://[::ffff:a9fe:a9fe]/v1', 'http://0.0.0.0/v1'])(
  'a test refuses the address %s',
  async (apiBase) => {
    expect(await admin.model.test({ apiBase, model: 'x' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('may not call'),
    })
  },
)

it('a key that another secret sealed is asked for again', async () => {
  const { id } = await admin.model.create({ ...endpoint, apiKey: key })
  const pool = test.database.db.$client as unknown as { query(sql: string): Promise<unknown> }
  await pool.query("UPDATE model_secrets SET cipher = 'v1:00000000:a:b:c'")
  await expect(admin.model.test({ id })).rejects.toMatchObject({
    appCode: 'INVALID_INPUT',
    fields: { apiKey: expect.stringContaining('enter it again') },
  })
})

it('a start under another secret names the models whose keys it cannot read, and one that knows the earlier secret none', async () => {
  await using own = await createTestApi({ demo: 'off' })
  const { model } = await signUp(own, 'ada@example.com')
  const { id } = await model.create({ ...endpoint, name: 'Locked', apiKey: key })
  await model.create({ ...endpoint, name: 'Open' })
  const start = async (previousSecret?: string) => {
    const warnings = createRecordingLog()
    const secret = 'another secret of the tests, 32 bytes or more'
    const { db: database } = own.database
    await using other = await createTestApi({ demo: 'off', database, secret, previousSecret, log: warnings })
    await other.api.start()
    return warnings.lines
  }
  expect(await start()).toMatchObject([{ level: 'warn', fields: { models: [{ id, name: 'Locked' }] } }])
  expect(await start('a secret of the tests, 32 bytes or more')).toEqual([])
})

it('an endpoint’s own models are listed', async () => {
  await using upstream = await startScriptedUpstream()
  upstream.byDefault(answer(['not a list']))
  expect(await admin.model.discover({ apiBase: upstream.url })).toMatchObject({ ok: false, models: [] })
  expect(upstream.requests[0]).toMatchObject({ method: 'GET', path: '/v1/models' })
})

it.each([
  ['on', ['demo-swift'], ['demo-swift', 'gpt-x']],
  ['auto', ['demo-swift'], ['gpt-x']],
  ['off', [], ['gpt-x']],
] as const)('with demo %s the list is %j, and %j once there is a real model', async (demo, before, after) => {
  await using own = await createTestApi({ demo })
  const first = await signUp(own, 'ada@example.com')
  await saveDemoModels(own.database.db, demoModels)
  expect((await first.model.list()).map(({ model }) => model)).toEqual(before)
  await first.model.create(endpoint)
  expect((await first.model.list()).map(({ model }) => model)).toEqual(after)
})

it('a demo model is asked at the demo upstream’s address and keeps its endpoint', async () => {
  await using upstream = await startScriptedUpstream()
  await using own = await createTestApi({ demoUrl: upstream.url })
  const first = await signUp(own, 'ada@example.com')
  await saveDemoModels(own.database.db, demoModels)
  const [{ id } = { id: '' }] = await first.model.list()
  expect(await first.model.test({ id })).toMatchObject({ ok: true, url: `${upstream.url}/chat/completions` })
  expect(upstream.requests[0]?.model).toBe('demo-swift')
  await expect(first.model.update({ id, apiBase: upstream.url, apiKey: key })).rejects.toMatchObject({
    appCode: 'INVALID_INPUT',
    fields: { apiBase: 'cannot be changed in a demo model', apiKey: 'cannot be changed in a demo model' },
  })
  expect(await first.model.update({ id, enabled: false })).toMatchObject({ enabled: false })
})
