import { expect, test } from 'vitest'
import type { ChatEndpoint } from '../chat-request.ts'
import type { EndpointKey, KeyRefusal } from '../key-ring.ts'
import { LlmError } from '../llm-error.ts'
import { toEndpointError } from './endpoint-error.ts'
import { tryKeys } from './try-keys.ts'

const values = ['key-of-ada', 'key-of-bob', 'key-of-eve']

function createRing() {
  const refusals: [string, KeyRefusal][] = []
  const answered: string[] = []
  const keys = {
    order: (): EndpointKey[] => values.map((value) => ({ id: value.slice(-3), value })),
    noteRefusal: ({ id }: EndpointKey, refusal: KeyRefusal) => void refusals.push([id, refusal]),
    noteAnswer: ({ id }: EndpointKey) => void answered.push(id),
  }
  const endpoint: ChatEndpoint = { apiBase: '', model: 'm', provider: '', apiKey: null, keys }
  return { endpoint, refusals, answered }
}

const refusal = (status: number, message = 'no', retryAfterMs: number | null = null) =>
  toEndpointError({ status, words: { message, code: '' }, retryAfterMs })

/** Asks with keys that fail as told, in order; one of which nothing is told is taken. */
async function ask(failures: unknown[], hasText = false) {
  const ring = createRing()
  const asked: (string | null)[] = []
  const attempt = ({ apiKey }: ChatEndpoint) => {
    asked.push(apiKey)
    const failure = failures[asked.length - 1]
    return failure === undefined ? Promise.resolve('the answer') : Promise.reject(failure as Error)
  }
  const outcome = await tryKeys(ring.endpoint, attempt, () => hasText).catch((error: unknown) => error)
  return { ...ring, asked, outcome }
}

test('the first key that is taken answers, and no other is used', async () => {
  const { asked, outcome, refusals, answered } = await ask([])
  expect({ asked, outcome, refusals }).toEqual({ asked: ['key-of-ada'], outcome: 'the answer', refusals: [] })
  expect(answered).toEqual(['ada'])
})

test.each<[what: string, failure: LlmError, restMs: number | null]>([
  ['401', refusal(401), null],
  ['403', refusal(403), null],
  ['429 with its time', refusal(429, 'slow down', 90_000), 90_000],
  ['429 that names none', refusal(429), 30_000],
  ['429 that asks for a day', refusal(429, 'later', 86_400_000), 3_600_000],
  ['no credit', refusal(402), 600_000],
  ['a quota that is used up', refusal(429, 'insufficient_quota'), 600_000],
  ['words within a stream', new LlmError({ code: 'KEY_REFUSED', message: 'no' }), 600_000],
])('a key that is refused by %s is followed by the next', async (_what, failure, restMs) => {
  const { asked, outcome, refusals, answered } = await ask([failure, failure])
  expect({ asked, outcome, answered }).toEqual({ asked: values, outcome: 'the answer', answered: ['eve'] })
  const told = { status: failure.status ?? null, restMs }
  expect(refusals).toEqual([
    ['ada', told],
    ['bob', told],
  ])
})

test.each<[what: string, failure: unknown]>([
  ['a failure of the endpoint', refusal(503)],
  ['an endpoint that is overloaded as a whole', refusal(529)],
  ['a text that is refused with the status of a key', refusal(403, 'Your input was flagged by moderation')],
  ['an unknown model', refusal(404)],
  ['a call that was stopped', new Error('stopped')],
])('%s is no reason to use another key', async (_what, failure) => {
  const { asked, outcome, refusals } = await ask([failure])
  expect({ asked, refusals }).toEqual({ asked: ['key-of-ada'], refusals: [] })
  expect(outcome).toBe(failure)
})

test('nothing is asked again of which part of an answer has come', async () => {
  const { asked, refusals } = await ask([refusal(401)], true)
  expect({ asked, refusals }).toEqual({ asked: ['key-of-ada'], refusals: [] })
})

test('where all keys are refused it is told what mends soonest', async () => {
  const soon = refusal(429, 'soon', 2000)
  const { asked, outcome } = await ask([refusal(429, 'late', 50_000), soon, refusal(401)])
  expect(asked).toEqual(values)
  expect(outcome).toBe(soon)
})

test('a failure says nothing of the key that it was met with', async () => {
  const { outcome } = await ask([refusal(400, 'wrong: key-of-ada')])
  expect((outcome as LlmError).detail).toBe('HTTP 400 · wrong: [redacted]')
})
