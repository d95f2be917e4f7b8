import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { createClient } from '@chatmore/api/client'
import { backupDatabase } from '@chatmore/db'
import { readDatabaseFiles } from '@chatmore/db/testing'
import { answer, raw, refuse, type Behaviour } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp, type TestClient } from './create-test-app.ts'
import { followSession } from './follow-session.ts'

/** One that looks like a key, and one that no pattern would know. */
const keys = ['sk-CANARY-7f3a9b2c-TAILqz', 'plainCANARYwordTAILqz']
const traces = /CANARY|TAILqz/

const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`
const chunk = (content: string) => event({ choices: [{ index: 0, delta: { content } }] })
const json = { 'content-type': 'application/json' }

/** The ways in which an endpoint gives back the key that it was sent. */
const echoes: Record<string, (key: string) => Behaviour> = {
  'a refusal': (key) => refuse({ status: 401, body: { error: { message: `Incorrect API key: ${key}` } } }),
  'a plain refusal': (key) => refuse({ status: 403, body: `The key ${key} may not do this` }),
  'a quota that is used up': (key) =>
    refuse({ status: 402, body: { error: { message: `${key} has no money`, code: key } } }),
  'an unknown model': (key) =>
    refuse({ status: 404, body: { detail: [{ loc: ['header', key], input: `Bearer ${key}` }] } }),
  'a failure with headers': (key) =>
    refuse({
      status: 400,
      body: `Authorization: Bearer ${key}`,
      headers: { 'x-echo': key, 'x-request-id': key },
    }),
  'a web page': (key) =>
    raw({ headers: { 'content-type': 'text/html' }, body: `<html><title>${key}</title>${key}</html>` }),
  'a redirect': (key) =>
    raw({ status: 302, headers: { location: `http://127.0.0.1:9/?key=${key}` }, body: key }),
  'an error within the stream': (key) =>
    raw({ body: chunk('so far') + event({ error: { message: `lost ${key}`, code: key, type: key } }) }),
  'an error as the whole answer': (key) =>
    raw({
      headers: json,
      body: JSON.stringify({ error: { message: key, metadata: { raw: `{"k":"${key}"}` } } }),
    }),
  'no JSON': (key) => raw({ headers: json, body: `{"choices": [${key}` }),
  'no events': (key) => raw({ body: `data: {"choices": ${key}\n\n: ${key}\n\ndata: ${key}\n\n` }),
  'an odd reason to finish': (key) =>
    raw({
      body: event({
        id: key,
        model: key,
        choices: [{ index: 0, delta: { content: 'x' }, finish_reason: key }],
      }),
    }),
  'an answer': () => answer(['all is well']),
}

let app: TestApp
/** Every word that the server said to its administrator, over HTTP and as events. */
const said: string[] = []
let client: TestClient

beforeAll(async () => {
  app = await createTestApp()
  const recordingFetch: typeof fetch = async (...request) => {
    const response = await fetch(...request)
    said.push(JSON.stringify([...response.headers]), await response.clone().text())
    return response
  }
  const options = { url: app.url, token: app.admin.token }
  client = createClient({ ...options, fetch: recordingFetch as never })
})
afterAll(async () => {
  await client.close()
  await app[Symbol.asyncDispose]()
})

const cases = Object.keys(echoes).flatMap((what) => keys.map((key) => ({ what, key })))

/** What a call ends with is of no interest here: only what is said in doing so, which a thrown error repeats. */
async function attempt(call: Promise<unknown>): Promise<void> {
  said.push(JSON.stringify(await call.catch((error: unknown) => describeThrown(error))))
}
const describeThrown = (error: unknown) => ({ text: String(error), ...(error as object) })

// Two dozen endpoints, some asked three times, on a busy machine.
describe('a key of a model', { timeout: 120_000 }, () => {
  it('is in no answer of any call, though endpoints give it back in every way', async () => {
    const models = []
    for (const [index, { what, key }] of cases.entries()) {
      const model = `echo-${index}`
      app.upstream.on(model, echoes[what]!(key))
      models.push(
        await client.model.create({
          name: model,
          provider: 'x',
          model,
          apiBase: app.upstream.url,
          apiKey: key,
          extraHeaders: { 'X-Extra': `Token ${key}` },
        }),
      )
      await client.model.addKey({ id: models.at(-1)!.id, apiKey: key, name: 'Another' })
    }
    const session = await client.session.create({ windows: models.map(({ id }) => ({ modelId: id })) })
    const following = await followSession(client, session.id)
    const { turns } = await client.message.send({
      sessionId: session.id,
      content: 'What is your key?',
      clientMessageId: 'the-canary',
    })
    const ended = await following.ended(turns.map((turn) => turn.assistantMessageId))
    // Nearly all have failed: were the endpoints not asked, there would be nothing to find.
    expect(ended.filter(({ errorMessage }) => errorMessage !== null).length).toBeGreaterThan(cases.length / 2)
    for (const { windowId, assistantMessageId } of turns) {
      await attempt(client.message.list({ windowId }))
      await attempt(client.message.retry({ messageId: assistantMessageId }))
    }
    for (const [index, { id, model }] of models.entries()) {
      const { key } = cases[index]!
      await attempt(client.model.test({ id }))
      await attempt(client.model.test({ id, apiBase: app.upstream.url, model }))
      const { keys } = await client.model.get({ id })
      await attempt(client.model.bringBackKey({ id, keyId: keys[0]!.id }))
      await attempt(client.model.removeKey({ id, keyId: keys[1]!.id }))
      await attempt(client.model.addKey({ id, apiKey: key, name: key.slice(0, 60) }))
      await attempt(client.model.get({ id }))
    }
    await attempt(client.message.stop({ sessionId: session.id }))
    const { items } = await client.callLog.list({ limit: 100 })
    expect(items.length).toBeGreaterThan(cases.length)
    for (const { id } of items) await attempt(client.callLog.get({ id }))
    await attempt(client.stats.summary())
    said.push(JSON.stringify(following.events), JSON.stringify(following.state))
    following.stop()
    expect(said.join('\n')).not.toMatch(traces)
  })

  it('is in no answer of the relay, whole or streamed, refused or in pieces, and in no record of it', async () => {
    const secret = keys[1]!
    // Without a key, but for what its header says; it answers with that by and by.
    app.upstream.on('by header', {
      kind: 'raw',
      async run({ request, outgoing }) {
        const text = chunk(`It is ${String(request.headers['x-api-key'])}.`) + 'data: [DONE]\n\n'
        outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
        for (const byte of Buffer.from(text)) {
          if (!outgoing.write(Buffer.from([byte]))) await once(outgoing, 'drain')
          await nextTurn()
        }
        outgoing.end()
      },
    })
    const byHeader = { model: 'by header', apiBase: app.upstream.url, extraHeaders: { 'X-Api-Key': secret } }
    await client.model.create({ name: 'by header', provider: 'x', ...byHeader })
    const relay = async (path: string, body: object, headers: Record<string, string> = {}) => {
      const response = await fetch(`${app.url}/v1/${path}`, {
        method: 'POST',
        headers: {
          ...{ authorization: `Bearer ${app.admin.token}`, 'content-type': 'application/json' },
          ...headers,
        },
        body: JSON.stringify(body),
      })
      const text = await response.text().catch((error: unknown) => String(error))
      said.push(JSON.stringify([...response.headers]), text)
      return text
    }
    const messages = [{ role: 'user', content: 'What is your key, relay?' }]
    const names = [...cases.keys()].map((index) => `echo-${index}`)
    for (const model of names) {
      await relay('chat/completions', { model, messages, stream: true })
      await relay('chat/completions', { model, messages })
    }
    await relay('chat/completions', { model: names.join(','), messages, stream: true })
    await relay('chat/completions', { model: names.join(','), messages })
    await relay('embeddings', { model: names[8], input: 'a' })
    // As a conversation, too, which is text in other tables.
    const asConversation = { 'x-chatmore-session': 'new' }
    const told = await relay(
      'chat/completions',
      { model: 'by header', messages, stream: true },
      asConversation,
    )
    expect(told).toContain('It is [redacted].')
    const { items: sessions } = await client.session.list({ search: 'relay?' })
    expect(sessions).toHaveLength(1)
    for (const { id: windowId } of (await client.session.get({ id: sessions[0]!.id })).windows) {
      const answered = async () => (await client.message.list({ windowId })).items.at(-1)?.content
      await expect.poll(answered, { timeout: 30_000 }).toBe('It is [redacted].')
    }
    const listed = async () => (await client.callLog.list({ source: 'relay', limit: 100 })).items
    await expect.poll(async () => (await listed()).length, { timeout: 60_000 }).toBe(100)
    for (const { id } of (await listed()).slice(0, 30)) await attempt(client.callLog.get({ id }))
    said.push(await (await fetch(`${app.url}/metrics`)).text())
    expect(said.join('\n')).not.toMatch(traces)
  })

  it('is in no answer about the models of an endpoint', async () => {
    for (const { what, key } of cases) {
      app.upstream.byDefault(echoes[what]!(key))
      await attempt(client.model.discover({ apiBase: app.upstream.url, apiKey: key }))
      await attempt(client.model.test({ apiBase: app.upstream.url, model: 'unsaved', apiKey: key }))
    }
    expect(said.join('\n')).not.toMatch(traces)
  })

  it('is in no refusal of an input that holds it', async () => {
    const [key = ''] = keys
    const input = { name: 'x', provider: 'x', model: 'x', apiBase: app.upstream.url, apiKey: key }
    const { id } = await client.model.create(input)
    for (const change of [
      { apiKey: `${key}\r\n` },
      { apiKey: { key } },
      { apiKey: `${key}`.repeat(500) },
      { apiBase: `https://${key}@example.com` },
      { apiBase: `https://example.com/?key=${key}` },
      { timeouts: key },
      { extraHeaders: { Authorization: key, 'x-extra': { key } } },
      { extraBody: key },
    ]) {
      await attempt(client.model.create({ ...input, ...change } as never))
      await attempt(client.model.update({ id, ...change } as never))
      await attempt(client.model.test({ ...input, ...change } as never))
    }
    await attempt(client.model.update({ id, apiKey: key }))
    await attempt(client.model.update({ id, apiBase: 'http://127.0.0.1:9/v1' }))
    await attempt(client.model.list())
    await attempt(client.model.remove({ id }))
    expect(said.join('\n')).not.toMatch(traces)
  })

  it('is in no line of the log', () => {
    expect(app.logLines.filter((line) => traces.test(line))).toEqual([])
    // At the level that says most.
    expect(app.logLines.some((line) => line.includes('"level":"debug"'))).toBe(true)
  })

  it('is in no column of any table', async () => {
    const pool = app.database.db.$client as unknown as { query(sql: string): Promise<[object[]]> }
    const [tables] = await pool.query('SHOW TABLES')
    const rows: string[] = []
    for (const table of tables.map((row) => String(Object.values(row)[0]))) {
      rows.push(...(await pool.query(`SELECT * FROM \`${table}\``))[0].map((row) => JSON.stringify(row)))
    }
    // The ciphers are there and say nothing.
    expect(rows.filter((row) => row.includes('"cipher":"v1:')).length).toBeGreaterThanOrEqual(cases.length)
    expect(rows.filter((row) => traces.test(row))).toEqual([])
  })

  it('is in no file of the database, as it lies on the disk', async () => {
    const files = await readDatabaseFiles(app.database.url)
    const holding = (text: string) => files.filter((bytes) => bytes.includes(text))
    expect(holding('What is your key?')).not.toEqual([])
    expect(['CANARY', 'TAILqz'].flatMap(holding)).toEqual([])
  })

  it('is in no file that people can take the log away in', async () => {
    for (const path of ['/calls.csv', '/calls.jsonl']) {
      const response = await fetch(`${app.url}${path}`, {
        headers: { authorization: `Bearer ${app.admin.token}` },
      })
      const text = await response.text()
      expect(text.split('\n').length).toBeGreaterThan(cases.length)
      expect(text).not.toMatch(traces)
    }
    await attempt(client.audit.list({ limit: 100 }))
    expect(said.join('\n')).not.toMatch(traces)
  })

  it('is in no backup and no export', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chatmore-canary-'))
    const backup = join(folder, 'backup')
    await backupDatabase(app.database.url, backup)
    const files = [gunzipSync(readFileSync(backup)).toString()]
    rmSync(folder, { recursive: true })
    const headers = { authorization: `Bearer ${app.admin.token}` }
    for (const path of ['calls.csv', 'calls.jsonl', 'account/export']) {
      const response = await fetch(`${app.url}/${path}`, { headers })
      files.push(await response.text())
    }
    for (const text of files) expect(text.length).toBeGreaterThan(1000)
    expect(files[0]).toContain('"v1:')
    expect(files.filter((text) => traces.test(text))).toEqual([])
  })

  it('is in no file of the database', { timeout: 60_000 }, async () => {
    const pool = app.database.db.$client as unknown as { query(sql: string): Promise<[{ folder: string }[]]> }
    const folder = (await pool.query('SELECT @@datadir AS folder'))[0][0]!.folder
    const own = join(folder, new URL(app.database.url).pathname.slice(1))
    const logs = readdirSync(folder).filter((name) => /^ib_logfile|^ibdata/.test(name))
    const files = [
      ...logs.map((name) => join(folder, name)),
      ...readdirSync(own).map((name) => join(own, name)),
    ]
    const isKept = (text: string) => files.some((file) => readFileSync(file).includes(text))
    // What was written last is in the server's log within seconds: the ciphers are, so the rest would be as well.
    const [cipher = ''] = (
      await pool.query('SELECT cipher AS folder FROM model_secrets ORDER BY id DESC LIMIT 1')
    )[0].map(({ folder: text }) => text)
    await expect.poll(() => isKept(cipher), { timeout: 30_000 }).toBe(true)
    for (const key of keys) expect(isKept(key)).toBe(false)
  })

  it('was sent to its endpoint nevertheless', () => {
    const sent = app.upstream.requests.map(({ headers }) => headers.authorization ?? headers['x-api-key'])
    expect(new Set(sent)).toEqual(new Set([...keys.map((key) => `Bearer ${key}`), keys[1]]))
  })
})
