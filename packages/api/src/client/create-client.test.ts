import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClient } from './create-client.ts'

/** The shortest waits there are. */
beforeEach(() => vi.spyOn(Math, 'random').mockReturnValue(0))
afterEach(() => vi.restoreAllMocks())

const input = { sessionId: 'session-1', content: 'Hello', clientMessageId: 'client-message-1' }
const result = { broadcastGroupId: 'group-1', turns: [] }

/** A client whose first two requests get no answer of the server. */
function open(sendRetryMs?: number) {
  const bodies: unknown[] = []
  const client = createClient({
    url: 'http://chatmore.test',
    sendRetryMs,
    fetch: (_target, init) => {
      bodies.push(JSON.parse(String(init?.body)))
      if (bodies.length === 1) return Promise.reject(new TypeError('fetch failed'))
      if (bodies.length === 2) return Promise.resolve(new Response('<html>', { status: 502 }))
      return Promise.resolve(Response.json([{ result: { data: result } }]))
    },
  })
  return { client, bodies }
}

describe('a client', () => {
  it('sends a message again under the same id until it is answered', async () => {
    const { client, bodies } = open()
    expect(await client.message.send(input)).toEqual(result)
    expect(bodies).toEqual([{ 0: input }, { 0: input }, { 0: input }])
  })

  it('sends it once where it was told not to try again', async () => {
    const { client, bodies } = open(0)
    await expect(client.message.send(input)).rejects.toThrow('fetch failed')
    expect(bodies).toHaveLength(1)
  })

  it('makes no other change again, which could happen twice', async () => {
    const { client, bodies } = open()
    await expect(client.session.create({ windows: [] })).rejects.toThrow('fetch failed')
    expect(bodies).toHaveLength(1)
  })

  it('sends no cookies to another origin where it has a key, or its pages would not get the answers', async () => {
    const credentials: unknown[] = []
    for (const token of [undefined, 'cm-key']) {
      const client = createClient({
        url: 'http://chatmore.test',
        token,
        fetch: (_target, init) => {
          credentials.push(init?.credentials)
          return Promise.resolve(Response.json([{ result: { data: [] } }]))
        },
      })
      await client.model.list()
      await client.uploadFile(new Blob(['text']), 'note.txt')
    }
    expect(credentials).toEqual(['include', 'include', 'same-origin', 'same-origin'])
  })
})
