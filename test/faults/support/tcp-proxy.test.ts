import { once } from 'node:events'
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** A side of a connection that remembers what came and how it ended. */
function remember(socket: Socket) {
  const seen = { socket, text: '', ended: false, error: '', closed: false }
  socket.on('data', (chunk: Buffer) => (seen.text += chunk.toString()))
  socket.on('end', () => (seen.ended = true))
  socket.on('error', (error: NodeJS.ErrnoException) => (seen.error = error.code ?? ''))
  socket.on('close', () => (seen.closed = true))
  return seen
}
type Side = ReturnType<typeof remember>

let proxy: TcpProxy
let accepted: Side[]
let opened: Socket[]
let stop: () => Promise<void>

beforeEach(async () => {
  accepted = []
  opened = []
  const target = createServer({ allowHalfOpen: true }, (socket) => void accepted.push(remember(socket)))
  target.listen(0, '127.0.0.1')
  await once(target, 'listening')
  proxy = await startTcpProxy({ port: (target.address() as AddressInfo).port, host: '127.0.0.1' })
  stop = async () => {
    for (const socket of opened) socket.destroy()
    await proxy.close()
    for (const side of accepted) side.socket.destroy()
    target.close()
    await once(target, 'close')
  }
})
afterEach(() => stop())

function connect(): Side {
  const socket = createConnection({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true })
  opened.push(socket)
  return remember(socket)
}

async function open(): Promise<{ near: Side; far: Side }> {
  const count = accepted.length
  const near = connect()
  await expect.poll(() => accepted.length).toBe(count + 1)
  return { near, far: accepted[count]! }
}

test('bytes pass in both directions and in order, and each side’s end is told to the other', async () => {
  const { near, far } = await open()
  const text = 'x'.repeat(1_000_000)
  near.socket.write('one ')
  near.socket.write('two ')
  near.socket.end(text)
  await expect.poll(() => far.ended).toBe(true)
  expect(far.text).toBe(`one two ${text}`)
  far.socket.end('answer')
  await expect.poll(() => near.closed).toBe(true)
  expect(near.text).toBe('answer')
})

test('a delayed chunk comes later, and not out of order when the delay ends', async () => {
  const { near, far } = await open()
  proxy.setFault({ delayMs: 100 })
  const sentAt = performance.now()
  near.socket.write('late ')
  await expect.poll(() => far.text).toBe('late ')
  expect(performance.now() - sentAt).toBeGreaterThanOrEqual(99)
  proxy.setFault({ delayMs: 3_600_000 })
  near.socket.write('one ')
  near.socket.write('two')
  proxy.setFault('pass')
  await expect.poll(() => far.text).toBe('late one two')
})

test('a stalled connection keeps everything and gives it when the stall ends', async () => {
  const { near, far } = await open()
  proxy.setFault('stall')
  near.socket.end('kept')
  const other = await open()
  other.far.socket.write('kept, too')
  await expect.poll(() => near.socket.writableFinished).toBe(true)
  expect([far.text, far.ended, other.near.text]).toEqual(['', false, ''])
  proxy.setFault('pass')
  await expect.poll(() => [far.text, far.ended, other.near.text]).toEqual(['kept', true, 'kept, too'])
})

test('a black hole takes bytes and ends without a word, and what it took from is reset afterwards', async () => {
  const { near, far } = await open()
  const untouched = await open()
  const [link] = proxy.links
  link!.setFault('black-hole')
  near.socket.write('gone')
  far.socket.end('gone, too')
  untouched.near.socket.write('through')
  await expect.poll(() => untouched.far.text).toBe('through')
  await expect.poll(() => far.socket.writableFinished).toBe(true)
  await expect.poll(() => link!.hasTargetLeft).toBe(true)
  expect([far.text, near.text, near.ended]).toEqual(['', '', false])
  link!.setFault(null)
  await expect.poll(() => near.error).toBe('ECONNRESET')
  await expect.poll(() => far.closed).toBe(true)
  expect(untouched.near.closed).toBe(false)
})

test('a new connection into a black hole is accepted and never answered', async () => {
  proxy.setFault('black-hole')
  const near = connect()
  await once(near.socket, 'connect')
  near.socket.write('hello?')
  await expect.poll(() => proxy.links[0]?.hasLost).toBe(true)
  proxy.setFault('pass')
  await expect.poll(() => near.closed).toBe(true)
})

test('a reset reaches both sides as a reset, a finish as a plain end', async () => {
  const first = await open()
  proxy.resetAll()
  await expect.poll(() => [first.near.error, first.far.error]).toEqual(['ECONNRESET', 'ECONNRESET'])
  const second = await open()
  proxy.links[0]!.finish()
  await expect.poll(() => [second.near.ended, second.far.ended]).toEqual([true, true])
  expect([second.near.error, second.far.error]).toEqual(['', ''])
})

test('a cut lets exactly so many bytes pass', async () => {
  const { near, far } = await open()
  proxy.links[0]!.cutAfter(10)
  far.socket.write('0123')
  far.socket.write('456789 and more')
  await expect.poll(() => near.ended).toBe(true)
  expect(near.text).toBe('0123456789')
  await expect.poll(() => proxy.links.length).toBe(0)
})

test('while it refuses, open connections are reset and new ones too; then it is as before', async () => {
  const { near } = await open()
  proxy.setFault('refuse')
  await expect.poll(() => near.error).toBe('ECONNRESET')
  const refused = connect()
  await expect.poll(() => refused.closed).toBe(true)
  expect(accepted).toHaveLength(1)
  proxy.setFault('pass')
  const again = await open()
  again.near.socket.write('back')
  await expect.poll(() => again.far.text).toBe('back')
})

test('a tap sees chunks before they go on and can hold one, with all that follows, until it is released', async () => {
  const { near, far } = await open()
  proxy.setTap((_link, direction, chunk) =>
    direction === 'up' && chunk.includes('secret') ? 'hold' : 'pass',
  )
  near.socket.write('open ')
  await expect.poll(() => far.text).toBe('open ')
  near.socket.write('secret ')
  far.socket.write('meanwhile')
  await expect.poll(() => near.text).toBe('meanwhile')
  near.socket.write('after')
  expect(far.text).toBe('open ')
  proxy.setTap(null)
  proxy.links[0]!.release()
  await expect.poll(() => far.text).toBe('open secret after')
})

test('new connections go to the new target, and to none that is not there', async () => {
  const other = createServer((socket) => void remember(socket).socket.end('other')).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  proxy.setTarget({ port, host: '127.0.0.1' })
  const near = connect()
  await expect.poll(() => near.text).toBe('other')
  other.close()
  await expect.poll(() => other.listening).toBe(false)
  const refused = connect()
  await expect.poll(() => refused.closed).toBe(true)
})
