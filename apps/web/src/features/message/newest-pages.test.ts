import type { LatestMessages } from '@chatmore/api/contract'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeServer, FakeServerError, type FakeServer } from '../../shared/testing/fake-server.ts'
import { createNewestPages } from './newest-pages.ts'
import { buildMessage } from './testing/build-message.ts'

const pageOf = (windowId: string, content = 'By one request') => ({
  items: [buildMessage({ id: `${windowId}-answer`, windowId, content })],
  nextCursor: 'older',
})
const never = () => new AbortController().signal

let server: FakeServer
let read: ReturnType<typeof createNewestPages>
beforeEach(() => {
  server = createFakeServer({
    'message.latest': (): LatestMessages => ({
      windows: ['one', 'two'].map((windowId) => ({ windowId, ...pageOf(windowId) })),
    }),
    'message.list': ({ windowId }: { windowId: string }) => pageOf(windowId, 'By itself'),
  })
  read = createNewestPages({ client: server.client, sessionId: 'session-1', limit: 30 })
})

describe('the newest pages of a session', () => {
  it('come by one request for all windows that ask together', async () => {
    const pages = await Promise.all([read('one', never()), read('two', never())])
    expect(pages).toMatchObject([pageOf('one'), pageOf('two')])
    expect(server.calls).toEqual([{ path: 'message.latest', input: { sessionId: 'session-1', limit: 30 } }])
  })

  it('are read anew by whoever asks later', async () => {
    await Promise.all([read('one', never()), read('two', never())])
    expect(await read('one', never())).toEqual(pageOf('one', 'By itself'))
    expect(server.calls.map(({ path }) => path)).toEqual(['message.latest', 'message.list'])
    expect(server.calls[1]!.input).toEqual({ windowId: 'one', limit: 30 })
  })

  it('are read by itself of a window that the session did not have yet', async () => {
    const pages = await Promise.all([read('one', never()), read('new', never())])
    expect(pages).toMatchObject([pageOf('one'), pageOf('new', 'By itself')])
  })

  it('reject for everyone who asked when the request does', async () => {
    server.on('message.latest', () => {
      throw new FakeServerError('BUSY')
    })
    const outcomes = await Promise.allSettled([read('one', never()), read('two', never())])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(server.calls).toHaveLength(1)
  })

  it('are not given up while one of those who asked still waits, but with the last of them', async () => {
    const signals: AbortSignal[] = []
    const latest = (_input: unknown, { signal }: { signal: AbortSignal }) => {
      signals.push(signal)
      return new Promise<LatestMessages>(() => undefined)
    }
    const client = { ...server.client, message: { ...server.client.message, latest } } as never
    const readHanging = createNewestPages({ client, sessionId: 'session-1', limit: 30 })
    const [first, second] = [new AbortController(), new AbortController()]
    void readHanging('one', first.signal)
    void readHanging('two', second.signal)
    await vi.waitFor(() => expect(signals).toHaveLength(1), { timeout: 10_000, interval: 5 })
    first.abort()
    expect(signals[0]!.aborted).toBe(false)
    second.abort()
    expect(signals[0]!.aborted).toBe(true)
  })
})
