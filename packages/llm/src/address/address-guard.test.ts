import { networkInterfaces } from 'node:os'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createLlmClient } from '../create-llm-client.ts'
import { discoverModels } from '../discover-models.ts'
import { LlmError } from '../llm-error.ts'
import { testEndpoint } from '../test-endpoint.ts'
import { answer, refuse, startScriptedUpstream, type ScriptedUpstream } from '../testing/index.ts'
import type { AddressPolicy, Resolve } from './address-policy.ts'

const timeouts = { connectMs: 20_000, firstTokenMs: 20_000, idleMs: 20_000, totalMs: 30_000 }
let upstream: ScriptedUpstream
let port: string
const cleanups: (() => Promise<void>)[] = []
beforeAll(async () => {
  upstream = await startScriptedUpstream()
  port = new URL(upstream.url).port
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})
afterAll(() => upstream.close())

function createClient(addressPolicy: AddressPolicy, resolve?: Resolve) {
  const llm = createLlmClient({ addressPolicy, random: () => 0, ...(resolve && { resolve }) })
  cleanups.push(llm.close)
  return llm
}

/** Names as a name server would have them, each answer of a list in its turn; the last one stays. */
function names(answers: Record<string, string[][]>): Resolve {
  return (hostname, callback) => {
    const left = answers[hostname]
    const addresses = (left && left.length > 1 ? left.shift() : left?.[0]) ?? []
    const missing = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' })
    callback(
      addresses.length === 0 ? missing : null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
}

/** Calls an address in the three ways there are: for an answer, to test a model, to list models. */
async function callAll(apiBase: string, llm: ReturnType<typeof createLlmClient>) {
  const endpoint = { apiBase, model: 'm', apiKey: null, provider: '' }
  const signal = new AbortController().signal
  const outcome = await llm
    .complete({ endpoint, messages: [], params: {}, timeouts }, { signal, onDelta: () => undefined })
    .then(
      () => 'answered',
      (error: unknown) => (error instanceof LlmError ? error.code : String(error)),
    )
  const { error: tested = 'answered' } = await testEndpoint({ endpoint, timeouts }, { llm })
  const { error: listed = 'answered' } = await discoverModels({ endpoint, timeouts }, { llm })
  return { outcome, tested, listed }
}

const NOT_ALLOWED = expect.stringContaining('may not call the address')
const refusedThrice = { outcome: 'ADDRESS_REFUSED', tested: NOT_ALLOWED, listed: NOT_ALLOWED }

describe('an answer, a test and a list of models refuse alike', () => {
  test.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'javascript:alert(1)',
    'data:text/plain,x',
    'ws://127.0.0.1/v1',
    'http://user:pw@127.0.0.1/v1',
    'http://key@127.0.0.1/v1',
    '',
    '   ',
    'no address',
    'http://',
    'http://exa mple/v1',
  ])('"%s", which is no plain http address', async (apiBase) => {
    expect(await callAll(apiBase, createClient({ allowPrivate: true }))).toEqual(refusedThrice)
  })

  test.each([
    'http://169.254.169.254/v1',
    'http://[::ffff:a9fe:a9fe]/v1',
    'http://[::ffff:169.254.169.254]/v1',
    'http://[64:ff9b::a9fe:a9fe]/v1',
    'http://[2002:a9fe:a9fe::]/v1',
    'http://0xa9.0xfe.0xa9.0xfe/v1',
    'http://0251.0376.0251.0376/v1',
    'http://2852039166/v1',
    'http://169.254.43518/v1',
    'http://１６９.254.169.254/v1',
    'http://169。254。169。254/v1',
    'http://169.254.169.254./v1',
    'http://0/v1',
    'http://0.0.0.0/v1',
    'http://[::]/v1',
    'http://[fe80::1]/v1',
    'http://224.0.0.1/v1',
    'http://[ff02::1]/v1',
    'http://255.255.255.255/v1',
    'https://100.100.100.200/v1',
    'http://[fd00:ec2::254]/v1',
  ])('%s, which is never called', async (apiBase) => {
    expect(await callAll(apiBase, createClient({ allowPrivate: true }))).toEqual(refusedThrice)
  })

  test.each([
    'http://127.0.0.1:9/v1',
    'http://0x7f.1:9/v1',
    'http://2130706433:9/v1',
    'http://localhost:9/v1',
    'http://localhost.:9/v1',
    'http://[::1]:9/v1',
    'http://[::ffff:127.0.0.1]:9/v1',
    'http://10.0.0.1/v1',
    'http://192.168.1.1/v1',
    'http://172.31.0.1/v1',
    'http://100.64.0.1/v1',
    'http://[fd12::1]/v1',
  ])('%s where private networks are off', async (apiBase) => {
    const resolve = names({ localhost: [['::1', '127.0.0.1']], 'localhost.': [['127.0.0.1']] })
    expect(await callAll(apiBase, createClient({ allowPrivate: false }, resolve))).toEqual(refusedThrice)
  })

  test('a redirect, and what it leads to is never asked', async () => {
    await using target = await startScriptedUpstream()
    const away = refuse({ status: 307, headers: { location: `${target.url}/chat/completions` } })
    upstream.on('m', away)
    upstream.on('', away)
    const REDIRECTED = expect.stringContaining('leads on to another')
    expect(await callAll(upstream.url, createClient({ allowPrivate: true }))).toEqual({
      outcome: 'REDIRECT',
      tested: REDIRECTED,
      listed: REDIRECTED,
    })
    expect(target.requests).toEqual([])
  })
})

describe('a name', () => {
  test('that led to a good address is checked anew for each connection', async () => {
    // Each connection is closed after its answer, so that the next call needs another.
    upstream.on('m', refuse({ status: 400, headers: { connection: 'close' }, body: 'seen' }))
    upstream.on('', refuse({ status: 400, headers: { connection: 'close' }, body: 'seen' }))
    const rebound = names({ 'model.example': [['127.0.0.1'], ['169.254.169.254']] })
    const llm = createClient({ allowPrivate: true }, rebound)
    expect(await callAll(`http://model.example:${port}/v1`, llm)).toEqual({
      outcome: 'REQUEST_REFUSED',
      tested: NOT_ALLOWED,
      listed: NOT_ALLOWED,
    })
  })

  test('is resolved once for a connection, and that answer is the one connected to', async () => {
    upstream.on('m', answer(['ok']))
    upstream.on('', refuse({ status: 400, body: 'seen' }))
    const rebound = names({
      'model.example': [['127.0.0.1'], ['127.0.0.1'], ['127.0.0.1'], ['10.255.255.1']],
    })
    const came = await callAll(
      `http://model.example:${port}/v1`,
      createClient({ allowPrivate: true }, rebound),
    )
    expect(came).toMatchObject({ outcome: 'answered', tested: 'answered' })
  })

  test.each([
    ['one harmless and one forbidden address', ['93.184.216.34', '169.254.169.254']],
    ['a mapped metadata address', ['::ffff:a9fe:a9fe']],
    ['an address with a zone', ['fe80::1%eth0']],
  ])('that leads to %s is refused', async (_what, addresses) => {
    const llm = createClient({ allowPrivate: true }, names({ 'model.example': [addresses] }))
    expect(await callAll('http://model.example/v1', llm)).toEqual(refusedThrice)
  })
})

describe('an endpoint of ChatMore itself, such as its database', () => {
  const own = (host: string) => ({ allowPrivate: true, refused: [`${host}:${port}`] })
  const resolve = names({
    'database.lan': [['192.0.2.7', '127.0.0.1']],
    'model.example': [['127.0.0.1']],
    localhost: [['::1', '127.0.0.1']],
  })
  const here = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => entry.family === 'IPv4')
    .map((entry) => entry.address)

  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', '2130706433'],
    ['127.0.0.1', '127.0.0.2'],
    ['127.0.0.1', '[::1]'],
    ['127.0.0.1', '[::ffff:127.0.0.1]'],
    ['127.0.0.1', 'model.example'],
    ['localhost', '127.0.0.1'],
    ['database.lan', 'database.lan'],
    ['database.lan', '127.0.0.1'],
    ['[::1]', '127.0.0.1'],
    ...here.map((address) => ['127.0.0.1', address]),
  ])('at %s is refused as %s', async (host = '', called = '') => {
    expect(await callAll(`http://${called}:${port}/v1`, createClient(own(host), resolve))).toEqual(
      refusedThrice,
    )
  })

  test.each([
    ['another port of the same host', '127.0.0.1:1'],
    ['the same port of another host', '10.1.2.3:{port}'],
    ['a name that leads nowhere', 'nowhere.lan:{port}'],
  ])('leaves %s as it is', async (_what, endpoint) => {
    upstream.on('m', answer(['ok']))
    const refused = [endpoint.replace('{port}', port)]
    const llm = createClient({ allowPrivate: true, refused }, resolve)
    expect(await callAll(`http://model.example:${port}/v1`, llm)).toMatchObject({
      outcome: 'answered',
      tested: 'answered',
    })
  })
})
