import { readdir, readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@chatmore/api/client'
import { answer, controlled, startScriptedUpstream } from '@chatmore/llm/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { registerAccount } from '../register-account.ts'
import { startServerProcess } from '../start-server-process.ts'

const CHECKPOINT_BYTES = 2048

let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'chatmore-crash-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

/** A text of which every cut is recognisable: `w0 w1 w2 ...`. */
function words(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `w${from + index} `).join('')
}

test('after kill -9 in mid-stream every message is there, nothing is in flight and the text so far is kept', async () => {
  await using upstream = await startScriptedUpstream()
  const crashed = await startServerProcess({ CHATMORE_DATA_DIR: dataDir })
  const { token } = await registerAccount(crashed.url, 'ada@example.com')
  const before = createClient({ url: crashed.url, token })
  const models = await Promise.all(
    ['left', 'right'].map((name) =>
      before.model.create({
        name,
        provider: 'custom',
        apiBase: upstream.url,
        model: name,
        apiKey: `sk-${name}`,
      }),
    ),
  )
  const session = await before.session.create({ windows: models.map(({ id }) => ({ modelId: id })) })
  const contentsOf = async (client: typeof before, windowId: string) =>
    (await client.message.list({ windowId })).items

  upstream.byDefault(answer(['all ', 'is ', 'well']))
  await before.message.send({ sessionId: session.id, content: 'first', clientMessageId: 'send-number-1' })
  for (const { id } of session.windows) {
    await expect.poll(async () => (await contentsOf(before, id)).at(-1)?.status).toBe('done')
  }

  upstream.byDefault(controlled())
  await before.message.send({ sessionId: session.id, content: 'second', clientMessageId: 'send-number-2' })
  const streams = await Promise.all(['left', 'right'].map((model) => upstream.nextStream({ model })))
  const early = words(0, 1500)
  const asked = askRelay(crashed.url, token, 'left')
  const relayedStream = await upstream.nextStream({ model: 'left' })
  const relayedId = (await asked).headers.get('x-chatmore-session') ?? ''
  const [relayedWindow] = (await before.session.get({ id: relayedId })).windows
  for (const stream of [...streams, relayedStream]) stream.text(early)
  const written = [...session.windows, relayedWindow!]
  for (const { id } of written) {
    await expect
      .poll(async () => (await contentsOf(before, id)).at(-1)?.content.length, { timeout: 10_000 })
      .toBeGreaterThanOrEqual(early.length - CHECKPOINT_BYTES)
  }
  const late = words(1500, 1550)
  for (const stream of [...streams, relayedStream]) stream.text(late)
  await crashed.kill()
  await before.close()

  const restarted = await startServerProcess({ CHATMORE_DATA_DIR: dataDir })
  const after = createClient({ url: restarted.url, token })
  expect(await countDatabaseServers(dataDir)).toBe(1)
  const listed = (await after.session.list({})).items.map(({ id }) => id)
  expect(listed.sort()).toEqual([session.id, relayedId].sort())
  const [, lost] = await contentsOf(after, relayedWindow!.id)
  expect(lost).toMatchObject({ status: 'interrupted', usageEstimated: true })
  expect((early + late).startsWith(lost!.content)).toBe(true)
  expect(lost!.content.length).toBeGreaterThanOrEqual(early.length - CHECKPOINT_BYTES)
  const { items: calls } = await after.callLog.list({ source: 'relay' })
  expect(calls).toMatchObject([{ status: 'interrupted', messageId: lost!.id, sessionId: relayedId }])
  for (const { id } of session.windows) {
    const messages = await contentsOf(after, id)
    expect(messages.map(({ role, status }) => [role, status])).toEqual([
      ['user', 'done'],
      ['assistant', 'done'],
      ['user', 'done'],
      ['assistant', 'interrupted'],
    ])
    expect(messages.slice(0, 3).map(({ content }) => content)).toEqual(['first', 'all is well', 'second'])
    const partial = messages[3]?.content ?? ''
    expect((early + late).startsWith(partial)).toBe(true)
    expect(partial.length).toBeGreaterThanOrEqual(early.length - CHECKPOINT_BYTES)
  }

  upstream.byDefault(answer(['back again']))
  const [window] = session.windows
  const last = (await contentsOf(after, window!.id)).at(-1)
  await after.message.retry({ messageId: last!.id })
  await expect.poll(async () => (await contentsOf(after, window!.id)).at(-1)?.content).toBe('back again')

  await after.close()
  const { code } = await restarted.stop()
  expect(code).toBe(0)
  expect(await countDatabaseServers(dataDir)).toBe(0)
}, 120_000)

/** A call of another program's that is recorded, and that nobody reads. */
function askRelay(url: string, token: string, model: string): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-chatmore-session': 'new',
    },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'third' }] }),
  })
}

/** How many database servers run on the folder, by the arguments that the system shows of every process. */
async function countDatabaseServers(folder: string): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  )
  return commands.filter((command) => /^[^\0]*(mariadbd|mysqld)\0/.test(command) && command.includes(folder))
    .length
}
