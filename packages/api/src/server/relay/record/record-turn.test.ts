import type { DeltaChannel } from '@chatmore/llm'
import { describe, expect, it, test } from 'vitest'
import { AppError } from '../../errors/app-error.ts'
import type { EndStatus, SourceListener } from '../../generation/ports.ts'
import type { CallAbout, CallEnd } from '../../services/begin-call.ts'
import { createRecordedTurn, STOPPED, type RecordedTurnParts } from './record-turn.ts'
import { SERVER_STOPS } from '../relay.ts'

const about: CallAbout = {
  ...{ source: 'relay', scope: { userId: 'ada' }, modelId: 'model-1', upstreamModel: 'upstream' },
  ...{ price: null, recordsBodies: true, apiKeyId: 'key-1' },
}
const done: CallEnd = {
  ...{ status: 'done', finishReason: 'stop', errorCode: null, errorMessage: null, errorDetail: null },
  ...{ usage: null, ttftMs: 3, httpStatus: 200 },
}
const asked = { params: {}, systemMessage: null, messages: [[1, 1] as [number, number]] }

const chunk = (delta: object) =>
  Buffer.from(`data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`)

/** A turn, and the run that the engine makes of it. */
function createTurn() {
  const logged: unknown[] = []
  let end: () => void = () => {}
  const ended = new Promise<void>((resolve) => (end = resolve))
  const parts = {
    ...{ messageId: 'answer', sessionId: 'session', requestId: 'request', asked, keepText: undefined },
    engine: { whenEnded: () => ended },
    callLog: { add: (call: unknown) => logged.push(call) },
    log: {},
  } as unknown as RecordedTurnParts
  const turn = createRecordedTurn(parts)
  const said: [DeltaChannel, string][] = []
  const places: (number | null)[] = []
  const run = new AbortController()
  const start = (abortedStatus: EndStatus = 'stopped') => {
    const listener: SourceListener = {
      signal: run.signal,
      abortedStatus: () => abortedStatus,
      onDelta: (channel, piece) => void said.push([channel, piece]),
      onPlace: (waiting) => void places.push(waiting),
    }
    return turn.source(listener)
  }
  return { turn, said, places, logged, start, run, end }
}

it('gives the run what came before it was ready, and what comes then, the calls of tools at last', async () => {
  const { turn, said, start, end } = createTurn()
  const call = turn.begin(about, 'The model')
  call.push(chunk({ reasoning_content: 'Hm' }))
  const answering = start()
  expect(said).toEqual([['reasoning', 'Hm']])
  call.push(chunk({ content: 'Yes' }))
  call.push(chunk({ tool_calls: [{ index: 0, function: { name: 'time', arguments: '{}' } }] }))
  expect(turn.isFinished()).toBe(false)
  call.push(Buffer.from('data: [DONE]\n\n'))
  expect(turn.isFinished()).toBe(true)
  await call.record(done, 'as it came')
  end()
  await turn.close(null)
  expect(said.slice(1)).toEqual([
    ['content', 'Yes'],
    ['content', '\n\n**Call of time**\n\n```json\n{}\n```'],
  ])
  expect(await answering).toMatchObject({
    ...{ status: 'done', httpStatus: 200, response: 'as it came', asked },
    asCalled: { id: 'model-1', name: 'The model', upstreamModel: 'upstream', apiKeyId: 'key-1' },
  })
})

it('is finished for whoever asked once they have all of it, however it came', () => {
  const { turn } = createTurn()
  turn.begin(about, 'The model').push(Buffer.from('{"choices":[{"message":{"content":"Yes"}}]}'))
  expect(turn.isFinished()).toBe(false)
  turn.noteGiven()
  expect(turn.isFinished()).toBe(true)
})

it('tells where its call stands as long as that waits, and nothing of one that does not', () => {
  const [waiting, ready] = [createTurn(), createTurn()]
  for (const place of [3, 2]) waiting.turn.notePlace(place)
  void waiting.start()
  for (const place of [1, null]) waiting.turn.notePlace(place)
  expect(waiting.places).toEqual([2, 1, null])
  void ready.start()
  ready.turn.notePlace(null)
  expect(ready.places).toEqual([])
})

describe('a run that is ended from outside', () => {
  it('ends the call where somebody stops it', () => {
    const { turn, start, run } = createTurn()
    void start()
    expect(turn.signal.aborted).toBe(false)
    run.abort()
    expect(turn.signal.reason).toBe(STOPPED)
  })

  it('ends the call that was stopped before the run began', () => {
    const { turn, start, run } = createTurn()
    run.abort()
    void start()
    expect(turn.signal.reason).toBe(STOPPED)
  })

  it('ends the call where the engine never had the run', async () => {
    const { turn, end } = createTurn()
    const ended = turn.whenEnded()
    end()
    await ended
    expect(turn.signal.reason).toBe(STOPPED)
  })

  it('leaves whoever asked their answer where it cannot be stored', () => {
    const { turn, start, run } = createTurn()
    void start('interrupted')
    run.abort()
    expect(turn.signal.aborted).toBe(false)
  })
})

it('puts calls that others stood in for into the log by themselves', async () => {
  const { turn, logged, start, end } = createTurn()
  const answering = start()
  const error = { ...done, status: 'error' as const, errorCode: 'UPSTREAM_ERROR' as const }
  await turn.begin(about, 'The first').record(error, 'busy')
  expect(logged).toEqual([])
  await turn.begin({ ...about, modelId: 'model-2' }, 'The second').record(done, 'good')
  expect(logged).toMatchObject([{ status: 'error', sessionId: 'session', source: 'relay' }])
  end()
  await turn.close(null)
  expect(await answering).toMatchObject({ status: 'done', asCalled: { id: 'model-2', name: 'The second' } })
  expect(logged).toHaveLength(1)
})

const left = AbortSignal.abort(new Error('the caller has left'))
const refused = new AppError('NOT_FOUND', 'there is no such model for this key')

test.each([
  ['whoever asked left', { error: left.reason as unknown, signal: left }, 'stopped', null],
  ['the server stops', { error: SERVER_STOPS, signal: AbortSignal.abort(SERVER_STOPS) }, 'interrupted', null],
  ['ChatMore refuses it', { error: refused, signal: new AbortController().signal }, 'error', refused.message],
])('where no model is asked since %s', async (...[, failure, status, errorMessage]) => {
  const { turn, start, end } = createTurn()
  const answering = start()
  end()
  await turn.close(failure)
  expect(await answering).toMatchObject({ status, errorMessage, usage: null, asked: null })
})
