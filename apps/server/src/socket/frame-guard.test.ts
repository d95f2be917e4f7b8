import { expect, test } from 'vitest'
import { createFrameGuard } from './frame-guard.ts'

const query = (id: unknown) => ({ id, method: 'query', params: { path: 'auth.status' } })
const subscription = (id: unknown) => ({ ...query(id), method: 'subscription' })

function createJudge() {
  const guard = createFrameGuard()
  return {
    ...guard,
    /** Which of these calls pass. */
    passes: (...calls: { id: unknown }[]) =>
      calls.map((call) => guard.judge(JSON.stringify(call)).passed.length === 1),
  }
}

test('a call goes on as it came', () => {
  const call = { ...query(1), params: { path: 'auth.login', input: { email: 'a@b.example' } } }
  expect(createFrameGuard().judge(JSON.stringify(call))).toEqual({
    passed: [call],
    refused: [],
    offence: null,
  })
})

test('calls in flight are bounded, and an answer of any kind makes room', () => {
  const { passes, noteAnswer } = createJudge()
  const calls = Array.from({ length: 60 }, (_, id) => query(id))
  expect(passes(...calls).filter(Boolean)).toHaveLength(50)
  noteAnswer({ id: 3, result: { type: 'data' } })
  noteAnswer({ id: 4 })
  noteAnswer({ id: null })
  expect(passes(query('a'), query('b'), query('c'))).toEqual([true, true, false])
})

test('a subscription holds its place until it is stopped or fails, whatever it yields', () => {
  const { passes, noteAnswer } = createJudge()
  const subscriptions = Array.from({ length: 60 }, (_, id) => subscription(id))
  expect(passes(...subscriptions).filter(Boolean)).toHaveLength(50)
  noteAnswer({ id: 0, result: { type: 'started' } })
  noteAnswer({ id: 0, result: { type: 'data' } })
  expect(passes(subscription('a'))).toEqual([false])
  noteAnswer({ id: 0, result: { type: 'stopped' } })
  noteAnswer({ id: 1 })
  expect(passes(subscription('b'), subscription('c'), subscription('d'))).toEqual([true, true, false])
})

test('an id is one call’s alone while that is in flight; a number is not its text', () => {
  const { passes, noteAnswer } = createJudge()
  expect(passes(subscription(1), query(1), subscription(1), query('1'))).toEqual([true, false, false, true])
  noteAnswer({ id: '1', result: { type: 'data' } })
  expect(passes(query('1'), query(1))).toEqual([true, false])
})

test('what tRPC itself would throw away the whole frame for never reaches it', () => {
  const { passes } = createJudge()
  const odd = [
    { ...query(1), jsonrpc: '1.0' },
    { ...query(null) },
    { ...query(['x']) },
    { ...query('x'.repeat(65)) },
    { ...query(2), params: [] },
    { ...query(3), params: { path: 'a.b', lastEventId: 7 } },
    { ...query(4), method: 'constructor' },
  ]
  expect(passes(...odd)).toEqual(odd.map(() => false))
  expect(passes({ ...query(1), jsonrpc: '2.0' } as { id: unknown })).toEqual([true])
})
