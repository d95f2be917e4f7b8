import { answer, controlled, refuse } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp } from './create-test-app.ts'
import { followSession } from './follow-session.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

async function createWindow(model: { contextWindow?: number } = {}) {
  const { id: modelId, model: upstreamModel } = await app.createModel({
    extraConfig: { temperature: 0.25, maxTokens: 64 },
    ...model,
  })
  const windows = [{ modelId, params: { topP: 0.5 } }]
  const session = await app.client.session.create({ systemMessage: 'Be brief.', windows })
  const windowId = session.windows[0]!.id
  const following = await followSession(app.client, session.id)
  let sends = 0
  return {
    sessionId: session.id,
    windowId,
    modelId,
    following,
    requests: () => app.upstream.requests.filter((request) => request.model === upstreamModel),
    lastBody: () => app.upstream.requests.findLast((request) => request.model === upstreamModel)!.body,
    async send(content: string): Promise<string> {
      const clientMessageId = `${session.id}-${++sends}`
      const { turns } = await app.client.message.send({ sessionId: session.id, content, clientMessageId })
      return turns[0]!.assistantMessageId
    },
    async ask(content: string): Promise<string> {
      const id = await this.send(content)
      await following.ended([id])
      return id
    },
    async retry(messageId: string): Promise<string> {
      const { assistantMessageId } = await app.client.message.retry({ messageId })
      await following.ended([assistantMessageId])
      return assistantMessageId
    },
  }
}

const contextOf = (messageId: string) => app.client.message.context({ messageId })

describe('what an answer was asked with', () => {
  it('is what the upstream received, also after the settings and the history have changed', async () => {
    app.upstream.byDefault(answer(['An answer.']))
    const window = await createWindow()
    const seen = new Map<string, unknown>()
    const note = (id: string) => seen.set(id, window.lastBody().messages).get(id)
    const first = await window.ask('One')
    note(first)
    const second = await window.ask('Two')
    note(second)
    app.upstream.byDefault(answer(['Another answer.']))
    const retried = await window.retry(second)
    note(retried)
    const third = await window.ask('Three')
    expect(note(third)).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'One' },
      { role: 'assistant', content: 'An answer.' },
      { role: 'user', content: 'Two' },
      { role: 'assistant', content: 'Another answer.' },
      { role: 'user', content: 'Three' },
    ])

    await app.client.window.update({ id: window.windowId, systemMessage: 'Be verbose.', params: { topP: 1 } })
    await app.client.model.update({
      id: window.modelId,
      extraConfig: { temperature: 2 },
      contextWindow: 1000,
    })
    expect(seen.size).toBe(4)
    for (const [messageId, messages] of seen) {
      expect(await contextOf(messageId)).toEqual({
        messageId,
        model: { id: window.modelId, name: expect.any(String) },
        params: { temperature: 0.25, maxTokens: 64, topP: 0.5 },
        messages,
        isRecorded: true,
      })
    }
    window.following.stop()
  })

  it('leaves out what did not fit into the model’s context window', async () => {
    app.upstream.byDefault(answer(['An answer.']))
    const window = await createWindow({ contextWindow: 256 })
    await window.ask('word '.repeat(250))
    const second = await window.ask('Two')
    expect(window.lastBody().messages).toHaveLength(2)
    expect((await contextOf(second)).messages).toEqual(window.lastBody().messages)
    window.following.stop()
  })

  it('is told while the answer is being written, as not written down yet', async () => {
    app.upstream.byDefault(controlled())
    const window = await createWindow()
    const id = await window.send('One')
    const stream = await app.upstream.nextStream()
    expect(await contextOf(id)).toMatchObject({
      params: { temperature: 0.25, topP: 0.5 },
      messages: window.lastBody().messages,
      isRecorded: false,
    })
    stream.finish()
    await window.following.ended([id])
    expect(await contextOf(id)).toMatchObject({ messages: window.lastBody().messages, isRecorded: true })
    window.following.stop()
  })

  it('is told of a failed answer, too', async () => {
    app.upstream.byDefault(refuse({ status: 400 }))
    const window = await createWindow()
    const id = await window.ask('One')
    expect(await contextOf(id)).toMatchObject({ messages: window.lastBody().messages, isRecorded: true })
    window.following.stop()
  })
})

it('an answer tells how long its model reasoned, and one without reasoning does not', async () => {
  app.upstream.byDefault(answer({ reasoning: ['Hm.'], text: ['Yes.'] }))
  const window = await createWindow()
  const [reasoned] = await window.following.ended([await window.ask('One')])
  expect(reasoned!.thinkingMs).toBeGreaterThanOrEqual(0)
  app.upstream.byDefault(answer(['Yes.']))
  const [spoken] = await window.following.ended([await window.ask('Two')])
  expect(spoken!.thinkingMs).toBeNull()
  window.following.stop()
})
