import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createClient } from './create-client.ts'
import { nameAddress } from './name-address.ts'

const address = 'http://chatmore.test'
const failing = (error: unknown) => nameAddress(() => Promise.reject(error as Error), address)(address)

describe('a network that fails', () => {
  it('is told with the address and the code, by every kind of call', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await new Promise((resolve) => server.close(resolve))
    const client = createClient({ url, sendRetryMs: 0 })
    const sentence = `No answer from ${url} (fetch failed, ECONNREFUSED)`
    await expect(client.model.list()).rejects.toThrow(sentence)
    await expect(client.uploadFile(new Blob(['text']), 'note.txt')).rejects.toThrow(sentence)
    await client.close()
  })

  it('is told without a code where there is none, and is a TypeError still', async () => {
    const error = new TypeError('Failed to fetch')
    const told = await failing(error).catch((thrown: unknown) => thrown)
    expect(told).toBeInstanceOf(TypeError)
    expect(told).toMatchObject({ message: `No answer from ${address} (Failed to fetch)`, cause: error })
  })

  it('is not what an abort is, nor any other error', async () => {
    const abort = new DOMException('Enough', 'AbortError')
    await expect(failing(abort)).rejects.toBe(abort)
  })
})
