import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answer, controlled, startScriptedUpstream, type ScriptedUpstream } from '@chatmore/llm/testing'
import { createTestApi, type Caller, type TestApi } from '../testing/create-test-api.ts'
import type { RelayRefusal } from './relay.ts'

let test: TestApi
let upstream: ScriptedUpstream
let admin: Caller
beforeAll(async () => {
  test = await createTestApi({ registration: 'open' })
  upstream = await startScriptedUpstream()
  admin = (await signUp()).call
})
afterAll(async () => {
  await test[Symbol.asyncDispose]()
  await upstream.close()
})

type Pool = { query(sql: string, values?: unknown[]): Promise<[Record<string, unknown>[]]> }
const query = async (sql: string, values: unknown[] = []) =>
  (await (test.database.db.$client as unknown as Pool).query(sql, values))[0]

let people = 0
/** Someone who is signed in by a browser. */
async function signUp() {
  const anyone = test.connect()
  const email = `person${(people += 1)}@example.com`
  const { user } = await anyone.call.auth.register({ email, password: 'a long password' })
  const cookie = anyone.cookies[0]?.split(';')[0] ?? ''
  return { userId: user.id, call: test.connect({ headers: new Headers({ cookie }) }).call }
}

function createModel(model: string) {
  return admin.model.create({
    name: `The ${model}`,
    provider: 'x',
    model,
    apiBase: upstream.url,
    apiKey: 'sk-x',
  })
}

interface Relayed {
  status: number | null
  text: string
  hasEnded: boolean
  refusal: RelayRefusal | null
}

/** A relayed request without a host, and what its caller is told of it by and by. */
function relay(key: string, body: object) {
  const told: Relayed = { status: null, text: '', hasEnded: false, refusal: null }
  const connection = {
    headers: new Headers({ authorization: `Bearer ${key}` }),
    ...{ connectionParams: null, ip: '203.0.113.7', requestId: 'test-request' },
  }
  const request = {
    path: 'chat/completions' as const,
    readBody: async () => JSON.stringify({ messages: [{ role: 'user', content: 'Why?' }], ...body }),
    signal: new AbortController().signal,
  }
  const done = test.api.relay(connection, request, {
    open: ({ status }) => void (told.status = status),
    write: (bytes) => void (told.text += bytes.toString()),
    end: () => void (told.hasEnded = true),
    refuse: (refusal) => void (told.refusal ??= refusal),
  })
  return { told, done }
}

const errorOf = (told: Relayed) => (JSON.parse(told.refusal?.text ?? '{}') as { error?: object }).error

// A dozen people, models and streams, on a busy machine.
describe('an open relayed call', { timeout: 120_000 }, () => {
  interface Open {
    userId: string
    call: Caller
    keyId: string
    modelId: string
  }

  const losses: Record<string, (open: Open) => Promise<unknown>> = {
    'its key is revoked': ({ call, keyId }) => call.apiKey.revoke({ id: keyId }),
    'its key runs out': ({ keyId }) =>
      query('UPDATE api_keys SET expires_at = UTC_TIMESTAMP(3) WHERE id = ?', [keyId]),
    'its key is for other models': async ({ call, keyId }) =>
      call.apiKey.update({ id: keyId, modelIds: [(await createModel('other')).id] }),
    'its key is for other addresses': ({ call, keyId }) =>
      call.apiKey.update({ id: keyId, ipRanges: ['10.0.0.0/8', '2001:db8::/32'] }),
    'its user is suspended': ({ userId }) => admin.user.update({ id: userId, suspended: true }),
    'its user is deleted': ({ userId }) => admin.user.remove({ id: userId }),
    'its user deletes the account': ({ call }) => call.account.remove({ password: 'a long password' }),
    'its model is removed': ({ modelId }) => admin.model.remove({ id: modelId }),
    'its model is for others': ({ modelId }) =>
      admin.model.update({ id: modelId, access: { kind: 'roles', roles: ['admin'] } }),
  }
  const harmless: Record<string, (open: Open) => Promise<unknown>> = {
    'its key is renamed and limited to what it does': ({ call, keyId, modelId }) =>
      call.apiKey.update({ id: keyId, name: 'New', modelIds: [modelId], ipRanges: ['203.0.113.0/24'] }),
    'its model is switched off': ({ modelId }) => admin.model.update({ id: modelId, enabled: false }),
  }

  it('ends within five seconds once what it rests on is lost, and is in the log as such; others go on', async () => {
    const changes = Object.entries({ ...losses, ...harmless })
    const open = await Promise.all(
      changes.map(async ([what, change], index) => {
        const model = `slow-${index}`
        upstream.on(model, controlled())
        const { id: modelId } = await createModel(model)
        const { userId, call } = await signUp()
        const { id: keyId, key } = await call.apiKey.create({ name: 'Program' })
        const relayed = relay(key, { model: `The ${model}`, stream: true })
        const stream = await upstream.nextStream({ model })
        stream.text('Until now')
        await expect.poll(() => relayed.told.text, { timeout: 30_000 }).toContain('Until now')
        return { what, change, stream, userId, call, keyId, modelId, ...relayed }
      }),
    )
    for (const each of open) await each.change(each)
    await test.clock.advance(5000)
    for (const { what, stream, told, done, keyId, userId } of open) {
      const isLost = what in losses
      if (!isLost) stream.finish()
      await done
      await stream.closed
      const row = () =>
        query(
          'SELECT status, error_code AS code, completion_tokens > 0 AS spoke, user_id FROM calls WHERE api_key_id = ?',
          [keyId],
        )
      const ended = isLost ? { status: 'stopped', code: 'ACCESS_LOST' } : { status: 'done', code: null }
      await expect.poll(row, { timeout: 30_000 }).toEqual([{ ...ended, spoke: 1, user_id: userId }])
      expect([what, told.hasEnded, told.refusal?.status]).toEqual([what, !isLost, isLost ? 401 : undefined])
    }
  })
})

describe('a key with limits', () => {
  async function createKey(limits: object) {
    const { call } = await signUp()
    const { id, key } = await call.apiKey.create({ name: 'Program', ...limits })
    const ask = async (body: object = {}) => {
      const { told, done } = relay(key, { model: 'The good', ...body })
      await done
      return told
    }
    return { id, key, call, ask }
  }
  beforeAll(async () => {
    upstream.on('good', answer({ text: ['Good'], usage: { prompt_tokens: 600, completion_tokens: 100 } }))
    await createModel('good')
  })

  it('is let in again once a minute has passed, and told which limit it is until then', async () => {
    const { ask } = await createKey({ requestsPerMinute: 2 })
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200])
    const refused = await ask()
    expect([refused.status, refused.refusal?.status]).toEqual([null, 429])
    expect(Number(refused.refusal?.retryAfter)).toBeGreaterThan(50)
    expect(errorOf(refused)).toMatchObject({
      ...{ type: 'rate_limit_error', code: 'rate_limit_exceeded', param: null },
      message: expect.stringContaining('this API key may use 2 requests a minute') as string,
    })
    await test.clock.advance(61_000)
    expect((await ask()).status).toBe(200)
  })

  it('has used its tokens once its calls have, streamed and estimated ones too', async () => {
    const { ask } = await createKey({ tokensPerMinute: 1400 })
    // The first 700 leave room for another call, whose end no limit cuts off.
    expect([(await ask()).status, (await ask({ stream: true })).status]).toEqual([200, 200])
    const refused = await ask()
    expect(errorOf(refused)).toMatchObject({
      message: expect.stringContaining('1,400 tokens a minute') as string,
    })
    await test.clock.advance(61_000)
    expect((await ask()).status).toBe(200)

    const few = await createKey({ tokensPerMinute: 1 })
    upstream.on('silent', answer({ text: ['It does not say what it used'] }))
    await createModel('silent')
    expect((await few.ask({ model: 'The silent' })).hasEnded).toBe(true)
    expect((await few.ask({ model: 'The silent' })).refusal?.status).toBe(429)
  })

  it('is counted by requests, not by what was wrong with them, and by itself alone', async () => {
    const { ask, call } = await createKey({ requestsPerMinute: 1 })
    expect((await ask({ messages: [] })).refusal?.status).toBe(400)
    expect((await ask()).status).toBe(200)
    expect((await ask()).refusal?.status).toBe(429)
    const { key } = await call.apiKey.create({ name: 'Another' })
    const other = relay(key, { model: 'The good' })
    await other.done
    expect(other.told.status).toBe(200)
  })

  it('asks its own models alone, by their names, by many at once and by names that stand for several', async () => {
    const [one, two] = [await createModel('one'), await createModel('two')]
    upstream.on('one', answer(['One']))
    upstream.on('two', answer(['Two']))
    const { ask, call } = await createKey({ modelIds: [one.id] })
    await admin.relayName.create({ name: 'Either', mode: 'fallback', modelIds: [two.id, one.id] })
    await admin.relayName.create({ name: 'Only two', mode: 'fallback', modelIds: [two.id] })
    await call.lineUp.create({ name: 'Pair', windows: [{ modelId: one.id }, { modelId: two.id }] })
    for (const model of ['The one', one.id, 'Either', 'Pair']) {
      const told = await ask({ model })
      expect([model, told.status, told.text.includes('One'), told.text.includes('Two')]).toEqual([
        model,
        200,
        true,
        false,
      ])
    }
    for (const [model, status] of [
      ['The two', 403],
      [two.id, 403],
      ['The one,The two', 403],
      ['Only two', 403],
      ['Nothing', 404],
    ] as const) {
      const told = await ask({ model })
      expect([model, told.refusal?.status]).toEqual([model, status])
      expect(errorOf(told)).toMatchObject({ code: 'model_not_found', param: 'model' })
    }
  })
})
