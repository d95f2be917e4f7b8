import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { BodyFlow } from '../call/decode-body.ts'
import { createLlmClient } from '../create-llm-client.ts'
import { createManualClock } from '../manual-clock.ts'

const MEGABYTE = 1024 * 1024
const timeouts = { connectMs: 10_000, firstTokenMs: 10_000, idleMs: 1000, totalMs: 3_600_000 }

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A call to a server whose answer is read no further than its first piece, until `flow` lets it go on. */
async function callHeld(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const clock = createManualClock()
  const llm = createLlmClient({ addressPolicy: { allowPrivate: true }, clock })
  closers.push(async () => {
    await llm.close()
    server.closeAllConnections()
    server.close()
  })
  const got = { bytes: 0, flow: null as BodyFlow | null }
  const apiBase = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  const endpoint = { apiBase, model: 'model', apiKey: null, provider: 'custom' }
  let tellFirst = () => {}
  const first = new Promise<void>((resolve) => (tellFirst = resolve))
  const ended = llm.forward(
    { endpoint, path: 'chat/completions', body: '{}', timeouts },
    {
      signal: new AbortController().signal,
      onHead: ({ flow }) => void (got.flow = flow),
      onBytes(bytes) {
        if (got.bytes === 0) got.flow?.pause()
        got.bytes += bytes.length
        tellFirst()
      },
    },
  )
  await first
  return { clock, got, ended }
}

async function turnsOfTheLoop(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

test('a reader who is slow is not told that the endpoint is silent, which is looked for once they read on', async () => {
  const { clock, got, ended } = await callHeld((_, response) => void response.writeHead(200).write('data'))
  clock.advance(3_000_000)
  await turnsOfTheLoop(3)
  got.flow?.resume()
  clock.advance(999)
  await turnsOfTheLoop(3)
  clock.advance(1)
  expect(await ended).toMatchObject({ error: { code: 'IDLE_TIMEOUT' } })
})

test('a reader who is slow for ever is waited for no longer than a call may take', async () => {
  const { clock, ended } = await callHeld((_, response) => void response.writeHead(200).write('data'))
  clock.advance(timeouts.totalMs)
  expect(await ended).toMatchObject({ error: { code: 'TOTAL_TIMEOUT' } })
})

test.each(['gzip', 'identity'])(
  'what comes in %s stays where it is while its reader is slow',
  async (encoding) => {
    const body = Buffer.alloc(64 * MEGABYTE, 'abc')
    const sent = encoding === 'gzip' ? gzipSync(body) : body
    const { got, ended } = await callHeld((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(sent)
    })
    await turnsOfTheLoop(500)
    expect(got.bytes).toBeLessThan(2 * MEGABYTE)
    got.flow?.resume()
    expect(await ended).toBeNull()
    expect(got.bytes).toBe(body.length)
  },
)
