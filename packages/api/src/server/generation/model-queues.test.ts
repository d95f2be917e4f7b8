import { expect, it } from 'vitest'
import { createModelQueues, type Leave } from './model-queues.ts'
import { createManualClock, settle } from './testing/manual-clock.ts'

function createQueue() {
  const clock = createManualClock()
  const queues = createModelQueues(clock)
  const begun: string[] = []
  const leaves = new Map<string, Leave>()
  const places = new Map<string, number[]>()
  /** A call is named by its user and a number. */
  function enter(name: string, limit = 1, modelId = 'model') {
    const controller = new AbortController()
    const told: number[] = []
    places.set(name, told)
    const call = { modelId, userId: name.replace(/\d/g, ''), limit, signal: controller.signal }
    void queues.enter({ ...call, onPlace: (place) => told.push(place) }).then((leave) => {
      if (!controller.signal.aborted) begun.push(name)
      leaves.set(name, leave)
    })
    return () => controller.abort()
  }
  async function leave(...names: string[]) {
    for (const name of names) leaves.get(name)?.()
    await settle()
  }
  return { clock, enter, leave, begun, places }
}

it('lets in as many as the endpoint takes, and the next as one leaves', async () => {
  const { enter, leave, begun } = createQueue()
  for (const name of ['a1', 'a2', 'a3', 'a4']) enter(name, 2)
  await settle()
  expect(begun).toEqual(['a1', 'a2'])
  await leave('a2', 'a2', 'a2')
  expect(begun).toEqual(['a1', 'a2', 'a3'])
  await leave('a1', 'a3')
  expect(begun).toEqual(['a1', 'a2', 'a3', 'a4'])
})

it('is fair between users, and keeps the order of each', async () => {
  const { enter, leave, begun } = createQueue()
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']) enter(name)
  await settle()
  for (let index = 0; index < 6; index += 1) await leave(begun.at(-1)!)
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'])
})

it('tells everyone their place at once, and where it changes', async () => {
  const { clock, enter, leave, places } = createQueue()
  for (const name of ['a1', 'a2', 'a3', 'b1']) enter(name)
  await settle()
  expect(Object.fromEntries(places)).toEqual({ a1: [], a2: [1], a3: [2], b1: [2] })
  await clock.advance(300)
  expect(places.get('a3')).toEqual([2, 3])
  await leave('a1')
  await clock.advance(300)
  expect(Object.fromEntries(places)).toEqual({ a1: [], a2: [1], a3: [2, 3, 2], b1: [2, 1] })
})

it('one that is stopped leaves its place to those behind it, and takes no room', async () => {
  const { clock, enter, leave, begun, places } = createQueue()
  enter('a1')
  const stop = enter('a2')
  enter('a3')
  await settle()
  stop()
  await clock.advance(300)
  expect(places.get('a3')).toEqual([2, 1])
  await leave('a2')
  expect(begun).toEqual(['a1'])
  await leave('a1')
  expect(begun).toEqual(['a1', 'a3'])
})

it('one that was stopped before it came does not wait', async () => {
  const { enter, leave, begun } = createQueue()
  enter('a1')
  enter('a2')()
  enter('a3')
  await settle()
  await leave('a1')
  expect(begun).toEqual(['a1', 'a3'])
})

it('models do not wait for each other', async () => {
  const { enter, begun } = createQueue()
  enter('a1', 1, 'one')
  enter('a2', 1, 'other')
  await settle()
  expect(begun).toEqual(['a1', 'a2'])
})

it('takes over another limit with the next call, and is forgotten once it is empty', async () => {
  const { clock, enter, leave, begun } = createQueue()
  for (const name of ['a1', 'a2', 'a3', 'a4']) enter(name)
  enter('b1', 2)
  await settle()
  expect(begun).toEqual(['a1', 'a2'])
  enter('b2', 9)
  await settle()
  expect([...begun].sort()).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2'])
  await leave(...begun)
  expect(clock.timerCount).toBe(0)
})
