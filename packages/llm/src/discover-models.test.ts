import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createLlmClient } from './create-llm-client.ts'
import { discoverModels } from './discover-models.ts'
import { findClosedPortUrl } from './testing/index.ts'

type Answer = (incoming: IncomingMessage, outgoing: ServerResponse) => void

const timeouts = { connectMs: 5_000, firstTokenMs: 5_000, idleMs: 5_000, totalMs: 5_000 }

async function discover(answer: Answer, signal?: AbortSignal) {
  const asked: { url: string | undefined; authorization: string | undefined }[] = []
  const server = createServer((incoming, outgoing) => {
    asked.push({ url: incoming.url, authorization: incoming.headers.authorization })
    answer(incoming, outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const apiBase = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  const llm = createLlmClient({ addressPolicy: { allowPrivate: true } })
  const endpoint = { apiBase, model: '', apiKey: 'sk-1', provider: 'openai' }
  try {
    return {
      result: await discoverModels({ endpoint, timeouts }, { llm, ...(signal && { signal }) }),
      apiBase,
      asked,
    }
  } finally {
    await llm.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

const json = (body: unknown, status = 200): Answer => {
  return (_incoming, outgoing) => {
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
}

describe('discoverModels', () => {
  it.each([
    ['OpenAI’s form', { object: 'list', data: [{ id: 'b' }, { id: 'a' }, { id: 'a' }] }],
    ['a bare array', [{ id: 'b' }, { id: 'a' }]],
    ['Ollama’s form', { models: [{ name: 'b' }, { name: 'a' }] }],
    ['Gemini’s names', { data: [{ id: 'models/b' }, { id: 'models/a' }] }],
    ['entries that are odd', { data: [{ id: 'b' }, null, 5, {}, 'a'] }],
  ])('lists the names of %s, sorted', async (_form, body) => {
    const { result, apiBase, asked } = await discover(json(body))
    expect(result).toMatchObject({ ok: true, url: `${apiBase}/models`, models: ['a', 'b'] })
    expect(asked).toEqual([{ url: '/v1/models', authorization: 'Bearer sk-1' }])
  })

  it.each([
    ['a refused key', json({ error: { message: 'bad key sk-1' } }, 401), 'did not accept'],
    ['a web page', ((_incoming, outgoing) => outgoing.end('<html>')) as Answer, 'web page'],
    ['something else', json({ hello: 1 }), 'not an answer'],
    [
      'a redirect',
      ((_incoming, outgoing) =>
        outgoing.writeHead(302, { location: 'http://169.254.169.254/' }).end()) as Answer,
      'leads on to another',
    ],
  ])('says what is wrong with %s', async (_what, answer, words) => {
    const { result } = await discover(answer)
    expect(result).toMatchObject({ ok: false, models: [], error: expect.stringContaining(words) })
  })

  it('says that nothing listens, and that an address may not be called', async () => {
    const llm = createLlmClient({ addressPolicy: { allowPrivate: false } })
    const ask = async (apiBase: string, client = llm) => {
      const endpoint = { apiBase, model: '', apiKey: null, provider: '' }
      return discoverModels({ endpoint, timeouts }, { llm: client })
    }
    expect((await ask('http://127.0.0.1:9/v1')).error).toContain('may not call')
    expect((await ask('http://169.254.169.254/v1')).error).toContain('may not call')
    const open = createLlmClient({ addressPolicy: { allowPrivate: true } })
    expect((await ask(await findClosedPortUrl(), open)).error).toContain('cannot be reached')
    await Promise.all([llm.close(), open.close()])
  })

  it('rejects with the reason of its signal', async () => {
    const controller = new AbortController()
    const asking = discover(() => controller.abort(new Error('gone')), controller.signal)
    await expect(asking).rejects.toThrow('gone')
  })
})
