import { LlmError, type Completion } from '@chatmore/llm'
import { describe, expect, it } from 'vitest'
import type { RunPlan } from './ports.ts'
import { runAnswer } from './run-answer.ts'
import { buildMessage } from './testing/build-message.ts'
import { buildPlan } from './testing/build-plan.ts'
import { createManualClock, settle } from './testing/manual-clock.ts'
import { createRecordingLog } from './testing/recording-log.ts'
import { createScriptedLlm, type ScriptedCall } from './testing/scripted-llm.ts'

function setUp(values: Partial<RunPlan> = {}, llm = createScriptedLlm()) {
  const clock = createManualClock()
  const log = createRecordingLog()
  const controller = new AbortController()
  const texts = { content: '', reasoning: '' }
  const end = runAnswer(buildPlan(buildMessage(), values), {
    llm,
    clock,
    log,
    countTokens: async (text) => text.length,
    readFiles: async (ids) => new Map(ids.map((id) => [id, Buffer.from(`bytes of ${id}`)])),
    signal: controller.signal,
    abortedStatus: () => 'stopped',
    texts: () => texts,
    gather: ({ read }) => read(),
    onDelta: (channel, piece) => {
      texts[channel] += piece
    },
  })
  return { clock, llm, log, controller, texts, end }
}

async function open(values: Partial<RunPlan> = {}) {
  const parts = setUp(values)
  await settle()
  return { ...parts, call: parts.llm.calls[0]! }
}

const lostConnection = new LlmError({ code: 'CONNECTION_LOST', message: 'It broke.', status: 200 })

describe('running an answer', () => {
  it('sends the system message, the history and the parameters, and takes the completion as it is', async () => {
    const { call, end } = await open({ systemMessage: 'Be kind.', params: { temperature: 0.5 } })
    expect(call.request).toMatchObject({
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hello' },
      ],
      params: { temperature: 0.5 },
      endpoint: { model: 'model-1' },
    })
    call.finish({ finishReason: 'length' })
    await expect(end).resolves.toMatchObject({
      status: 'done',
      finishReason: 'length',
      usage: { promptTokens: 7, isEstimated: false },
      ttftMs: 12,
      latencyMs: 34,
      httpStatus: 200,
      errorCode: null,
    })
  })

  it.each([
    [
      true,
      [
        { type: 'text', text: 'Look' },
        { type: 'image', mediaType: 'image/png', tokens: 85, bytes: Buffer.from('bytes of cat') },
      ],
    ],
    [false, 'Look\n\n[The image cat.png was left out: this model is not sent images.]'],
  ])(
    'sends images to a model that sees them (%j), and words to others, and writes down which',
    async (vision, content) => {
      const cat = {
        id: 'cat',
        name: 'cat.png',
        mediaType: 'image/png',
        size: 9,
        width: 1,
        height: 1,
        tokens: 85,
      }
      const history = [{ role: 'user' as const, content: 'Look', attachments: [cat], seq: 1 }]
      const { call, end } = await open({ vision, history })
      expect(call.request.messages).toEqual([{ role: 'user', content }])
      call.finish()
      expect((await end).asked?.vision ?? false).toBe(vision)
    },
  )

  const failures: [
    string,
    (call: ScriptedCall) => void,
    Awaited<ReturnType<typeof setUp>['end']>['errorCode'],
  ][] = [
    ["the client's own code", (call) => call.fail(lostConnection), 'CONNECTION_LOST'],
    ['INTERNAL for what nobody expected', (call) => call.fail(new TypeError('x is undefined')), 'INTERNAL'],
  ]
  it.each(failures)('ends as an error with %s', async (_code, act, errorCode) => {
    const { call, end } = await open()
    act(call)
    await expect(end).resolves.toMatchObject({ status: 'error', errorCode, usage: null })
  })

  it('writes a log line for what nobody expected, and none for a failed call', async () => {
    const unexpected = await open()
    unexpected.call.fail(new TypeError('x is undefined'))
    await unexpected.end
    expect(unexpected.log.lines).toMatchObject([{ level: 'error', fields: { ref: 'answer-1' } }])
    const expected = await open()
    expected.call.fail(lostConnection)
    await expected.end
    expect(expected.log.lines).toEqual([])
  })

  it('estimates what a call that broke off after some text has cost, and marks it so', async () => {
    const { clock, call, end } = await open()
    clock.jump(100)
    call.say('hm', 'reasoning')
    clock.jump(200)
    call.say('abc')
    call.fail(lostConnection)
    await expect(end).resolves.toMatchObject({
      ttftMs: 100,
      latencyMs: 300,
      usage: { promptTokens: 9, completionTokens: 5, reasoningTokens: 2, isEstimated: true },
    })
  })

  it('is stopped at once by an abort, even if the client takes its time, and drops what comes later', async () => {
    const { call, controller, texts, end } = await open()
    call.say('abc')
    controller.abort()
    call.say('late')
    await expect(end).resolves.toMatchObject({
      status: 'stopped',
      errorCode: null,
      usage: { promptTokens: 9, completionTokens: 3, isEstimated: true },
    })
    expect(texts.content).toBe('abc')
    expect(call.signal.aborted).toBe(true)
  })

  it('does not call the model where it was aborted before', async () => {
    const { controller, llm, end } = setUp()
    controller.abort()
    await expect(end).resolves.toMatchObject({ status: 'stopped', usage: null })
    expect(llm.calls).toEqual([])
  })

  it('ends with the obstacle where there is one, without calling the model', async () => {
    const obstacle = new LlmError({ code: 'KEY_REFUSED', message: 'Enter the key again.' })
    const { llm, end } = setUp({ obstacle })
    await expect(end).resolves.toMatchObject({ status: 'error', errorCode: 'KEY_REFUSED' })
    expect(llm.calls).toEqual([])
  })

  it('takes an incomplete stream for what it is', async () => {
    const { call, end } = await open()
    const incomplete: Partial<Completion> = { outcome: 'incomplete', finishReason: null }
    call.finish(incomplete)
    await expect(end).resolves.toMatchObject({ status: 'incomplete', finishReason: null })
  })

  it('ends at once when it is aborted, also where the client does not give up', async () => {
    const stuck = { ...createScriptedLlm(), complete: () => new Promise<Completion>(() => {}) }
    const { controller, end } = setUp({}, stuck)
    await settle()
    controller.abort()
    await expect(end).resolves.toMatchObject({ status: 'stopped' })
  })
})
