import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { createReply } from './create-reply.ts'

const stream = { status: 200, contentType: 'text/event-stream' }
const idle = { pause() {}, resume() {} }

/** What a reply writes, by the writes of its response. */
function recordWrites() {
  const written: string[] = []
  const outgoing = {
    headersSent: true,
    writableNeedDrain: false,
    on: () => outgoing,
    writeHead: () => outgoing,
    flushHeaders() {},
    write: (bytes: Buffer | string) => written.push(String(bytes)) > 0,
    end() {},
  }
  return { written, reply: createReply(outgoing as unknown as ServerResponse, true) }
}

afterEach(() => vi.useRealTimers())

test('a stream that says nothing gets an empty chunk every fifteen seconds, and none within an event', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
  const { written, reply } = recordWrites()
  reply.open(stream, idle)
  vi.advanceTimersByTime(16_000)
  expect(written).toHaveLength(1)
  const { choices, object } = JSON.parse(written[0]!.replace(/^data: /, '')) as Record<string, unknown>
  expect([choices, object]).toEqual([[], 'chat.completion.chunk'])
  expect(written[0]).toMatch(/\n\n$/)
  reply.write(Buffer.from('data: {"half'))
  vi.advanceTimersByTime(60_000)
  expect(written).toHaveLength(2)
  reply.write(Buffer.from('":1}\n\n'))
  vi.advanceTimersByTime(14_000)
  expect(written).toHaveLength(3)
  vi.advanceTimersByTime(2000)
  expect(written).toHaveLength(4)
  reply.end()
  vi.advanceTimersByTime(60_000)
  expect(written).toHaveLength(4)
})

test('an answer in one piece is given nothing besides', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
  const { written, reply } = recordWrites()
  reply.open({ status: 200, contentType: 'application/json' }, idle)
  vi.advanceTimersByTime(60_000)
  expect(written).toEqual([])
})

test('whoever reads slowly holds the endpoint back until there is room again', async () => {
  const calls: string[] = []
  let reply: ReturnType<typeof createReply> | undefined
  const server = createServer((_, outgoing) => {
    reply = createReply(outgoing, true)
    reply.open(stream, { pause: () => calls.push('pause'), resume: () => calls.push('resume') })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  while (!calls.includes('pause')) reply?.write(Buffer.alloc(256 * 1024))
  const reader = response.body!.getReader()
  while (!calls.includes('resume')) await reader.read()
  await reader.cancel()
  server.closeAllConnections()
  server.close()
})
