import { createTRPCClient, createWSClient, getUntypedClient, TRPCClientError, wsLink } from '@trpc/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { z } from 'zod'
import { createTestApp, type TestApp } from '../../../../test/create-test-app.ts'
import { fingerprintDatabase, waitUntilIdle } from '../../../../test/database-fingerprint.ts'
import { WebSocket } from '../client/websocket.node.ts'
import { appErrorCodes, type AppErrorData } from '../contract/index.ts'
import { createRandom } from './generation/testing/random.ts'
import { appRouter, type AppRouter } from './router.ts'
import { createInputMaker, type KnownValues } from './testing/random-input.ts'

/** More rounds find more: `FUZZ_ROUNDS=100 FUZZ_SEED=7 npx vitest run --project node packages/api/src/server/fuzz` */
const { FUZZ_ROUNDS: rounds = '5', FUZZ_SEED: seed = '20261122' } = process.env

interface Procedure {
  _def: { type: 'query' | 'mutation' | 'subscription'; inputs: z.ZodType[] }
}
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)

/** How a call ended, in the same words over either transport. */
interface Outcome {
  error: { message: string; data: unknown } | null
  /** All that was said. */
  text: string
}
interface Call {
  path: string
  type: Procedure['_def']['type']
  input: unknown
}
type Account = { token: string; cookie: string } | null
type Transport = (account: Account) => (call: Call) => Promise<Outcome>

let app: TestApp
const closing: (() => Promise<void>)[] = []
const accounts: Record<string, Account> = {}
const known: Record<string, KnownValues> = {}

beforeAll(async () => {
  app = await createTestApp()
  const user = await app.createAccount()
  const { id: modelId } = await app.createModel()
  const spareModelId = (await app.createModel({ name: 'spare' })).id
  const relayName = await app.client.relayName.create({
    ...{ name: 'Kept', mode: 'balance' },
    modelIds: [modelId],
  })
  const ids = { modelId, spareModelId, relayNameId: relayName.id }
  for (const { actor, account } of [
    { actor: 'an administrator', account: app.admin },
    { actor: 'a user', account: user },
  ]) {
    accounts[actor] = account
    known[actor] = await createKnownValues(account.client, ids)
  }
  accounts.nobody = null
  known.nobody = known['a user']!
})
afterAll(async () => {
  for (const close of closing) await close()
  await app[Symbol.asyncDispose]()
})

/** What a good input needs: things that are there. A plain `id` is that of the procedure's domain. */
async function createKnownValues(
  client: TestApp['client'],
  { modelId, spareModelId, relayNameId }: Record<'modelId' | 'spareModelId' | 'relayNameId', string>,
): Promise<KnownValues> {
  const session = await client.session.create({ windows: [{ modelId }, { modelId }] })
  const windowIds = session.windows.map(({ id }) => id)
  const input = { sessionId: session.id, content: 'Hello', clientMessageId: 'before-the-fuzz' }
  const sent = await client.message.send(input)
  const messageIds = sent.turns.flatMap((turn) => [turn.assistantMessageId, turn.userMessageId])
  const lineUp = await client.lineUp.create({ name: 'Kept', windows: [{ modelId }] })
  const template = await client.template.create({ name: 'Kept', content: 'Hello {{name}}' })
  const files = [await client.uploadFile(new Blob(['A file']), 'kept.txt')]
  const text = 'A text'
  const values: Record<string, readonly unknown[]> = {
    sessionId: [session.id],
    windowId: windowIds,
    windowIds,
    messageId: messageIds,
    messageIds,
    attachmentIds: files.map(({ id }) => id),
    broadcastGroupId: [sent.broadcastGroupId],
    modelId: [modelId],
    modelIds: [modelId],
    'session.id': [session.id],
    'window.id': windowIds,
    'model.id': [spareModelId],
    'lineUp.id': [lineUp.id],
    'relayName.id': [relayNameId],
    'template.id': [template.id],
    'callLog.id': (await client.callLog.list()).items.map(({ id }) => id),
    from: ['2026-01-01', '2026-11-23T10:00:00Z'],
    to: ['2999-01-01'],
    titleModelId: [modelId],
    clientMessageId: ['before-the-fuzz', 'during-the-fuzz', 'another-of-the-fuzz'],
    email: ['someone@example.com', 'user1@example.com'],
    password: ['correct horse battery staple', 'another long password'],
    // Nothing outside this machine may be asked.
    apiBase: [app.upstream.url, 'http://127.0.0.1:9/v1', 'http://169.254.169.254/v1'],
    apiKey: ['sk-of-the-fuzz', ''],
    inputPerMillion: ['0.15'],
    outputPerMillion: ['2'],
    title: [text],
    name: [text],
  }
  return (field) => values[field] ?? []
}

/** By cookie, as browsers call; signing in or out would end what it stands for. */
function toHeaders(account: Account, path: string): Record<string, string> {
  if (!account) return {}
  if (path.startsWith('auth.')) return { authorization: `Bearer ${account.token}` }
  return { cookie: account.cookie, origin: app.url }
}

const overHttp: Transport = (account) => async (call) => {
  const body = call.input === undefined ? undefined : JSON.stringify(call.input)
  const isQuery = call.type === 'query'
  const query = isQuery && body !== undefined ? `?input=${encodeURIComponent(body)}` : ''
  const response = await fetch(`${app.url}/trpc/${call.path}${query}`, {
    method: isQuery ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', ...toHeaders(account, call.path) },
    ...(!isQuery && body !== undefined && { body }),
  })
  const text = await response.text()
  return { error: (JSON.parse(text) as { error?: Outcome['error'] }).error ?? null, text }
}

/** Beyond this the HTTP parser may refuse an address, and closes the connection. */
const MAX_ADDRESS = 8000
/** A socket is closed for a longer frame; a long list of deep lists comes to more. */
const MAX_FRAME = 900_000

const overSocket: Transport = (account) => {
  const url = `${app.url.replace('http', 'ws')}/trpc`
  const connectionParams = account && { token: account.token }
  const socket = createWSClient({ url, WebSocket, connectionParams })
  closing.push(() => socket.close())
  const client = getUntypedClient(createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] }))
  const firstEvent = ({ path, input }: Call) =>
    new Promise<unknown>((resolve, reject) => {
      const subscription = client.subscription(path, input, {
        onError: reject,
        onData(event) {
          subscription.unsubscribe()
          resolve(event)
        },
      })
    })
  return async (call) => {
    const { path, input, type } = call
    try {
      const data = type === 'subscription' ? await firstEvent(call) : await client[type](path, input)
      return { error: null, text: JSON.stringify(data) ?? '' }
    } catch (error) {
      if (!(error instanceof TRPCClientError) || !error.shape) throw error
      const { message, data } = error.shape as { message: string; data: unknown }
      return { error: { message, data }, text: JSON.stringify(error.shape) }
    }
  }
}

const clientFaults = appErrorCodes.filter((code) => !['BUSY', 'UNAVAILABLE', 'INTERNAL'].includes(code))

/** An error that its reader can act on: a status of theirs, a code of the closed set, and the field with its rule. */
function expectPlainRefusal(error: NonNullable<Outcome['error']>): void {
  const { httpStatus, appError } = error.data as { httpStatus: number; appError: AppErrorData }
  expect(clientFaults).toContain(appError.code)
  expect(httpStatus).toBeGreaterThanOrEqual(400)
  expect(httpStatus).toBeLessThan(500)
  if (appError.code !== 'INVALID_INPUT') return
  const fields = Object.entries(appError.fields ?? {})
  expect(fields.length).toBeGreaterThan(0)
  for (const [field, rule] of fields) {
    expect(error.message).toContain(`${field}: ${rule}`)
    expect(rule).toMatch(/^[a-z][^\n]{3,200}$/)
  }
  expect(error.message.length).toBeLessThan(10_000)
}

/** What takes away what the other calls need gets nothing that is there. */
const takesAway = (path: string) => /\.(remove|revoke|endSignIns)$|^user\.update$/.test(path)
const unknownIds: KnownValues = (field) => (field === 'id' ? ['01JD0000000000000000000000'] : [])

const cases = ['an administrator', 'a user', 'nobody'].flatMap((actor) => [
  { actor, way: 'HTTP', transport: overHttp },
  { actor, way: 'WebSocket', transport: overSocket },
])

/** So many rounds of a call of each procedure. Those whose address would be too long for HTTP are left out. */
function* makeCalls(actor: string, way: string): Generator<Call> {
  const index = cases.findIndex((each) => each.actor === actor && each.way === way)
  const random = createRandom(Number(seed) + index)
  const makers = procedures
    .filter(([, { _def }]) => way === 'WebSocket' || _def.type !== 'subscription')
    .map(([path, { _def }]) => {
      const [domain] = path.split('.')
      const values: KnownValues = (field) => known[actor]!(field === 'id' ? `${domain}.id` : field)
      return {
        path,
        type: _def.type,
        makeInput: createInputMaker(_def.inputs[0]!, takesAway(path) ? unknownIds : values),
      }
    })
  for (let round = 0; round < Number(rounds) / (actor === 'nobody' ? 4 : 1); round++) {
    for (const { makeInput, ...procedure } of makers) {
      const call = { ...procedure, input: makeInput(random) }
      const input = JSON.stringify(call.input) ?? ''
      if (input.length > MAX_FRAME) continue
      if (call.type !== 'query' || encodeURIComponent(input).length <= MAX_ADDRESS) yield call
    }
  }
}

it.each(cases)(
  'junk from $actor over $way is refused in plain words or taken for what it is, and what is refused writes nothing',
  { timeout: 300_000 },
  async ({ actor, way, transport }) => {
    const counts = { refused: 0, taken: 0 }
    const send = transport(accounts[actor] ?? null)
    await waitUntilIdle(app)
    let before = await fingerprintDatabase(app)
    for (const call of makeCalls(actor, way)) {
      const where = `seed ${seed}: ${call.path} ${JSON.stringify(call.input)?.slice(0, 1000)}`
      const { error, text } = await send(call)
      expect(text, where).not.toMatch(/"stack"|node_modules|\.ts:\d|INTERNAL/)
      if (error) expect(() => expectPlainRefusal(error), `${where} said ${text}`).not.toThrow()
      else if (/^(message\.|callLog\.replay)/.test(call.path)) await waitUntilIdle(app)
      const after = await fingerprintDatabase(app)
      if (error) expect(after, where).toEqual(before)
      before = after
      counts[error ? 'refused' : 'taken'] += 1
    }
    expect(counts.refused).toBeGreaterThan(0)
    // Were all refused, they might be for one reason.
    if (actor !== 'nobody') expect(counts.taken).toBeGreaterThan(0)
    console.info(`fuzz as ${actor} over ${way}, seed ${seed}:`, counts) // eslint-disable-line no-console -- to run it again
  },
)

it('after all of this the server answers, and has logged nothing unexpected', async () => {
  const { id, email, role } = app.admin.user
  expect((await app.client.auth.status()).user).toMatchObject({ id, email, role })
  const isFault = (line: string) => ['error', 'fatal'].includes((JSON.parse(line) as { level: string }).level)
  expect(app.logLines.filter(isFault)).toEqual([])
})
