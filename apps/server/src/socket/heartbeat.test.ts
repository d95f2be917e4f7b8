import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { createHeartbeat } from './heartbeat.ts'

function createClient() {
  const emitter = new EventEmitter()
  let pings = 0
  const client = Object.assign(emitter, { ping: () => void (pings += 1) }) as unknown as WebSocket
  return { pings: () => pings, answer: () => emitter.emit('pong'), ...createHeartbeat(client, times) }
}

const times = { pingEvery: 20_000, pongWithin: 15_000 }

test('a client that answers is asked every so often, for as long as it is there', () => {
  const client = createClient()
  for (let now = 0; now <= 200_000; now += 1000) {
    expect(client.beat(now)).toBe(true)
    client.answer()
  }
  expect(client.pings()).toBe(10)
})

test('one that falls silent is given up within 35 seconds, and asked once', () => {
  const client = createClient()
  let now = 0
  while (client.beat(now)) now += 1000
  expect(now).toBe(35_000)
  expect(client.pings()).toBe(1)
})

test('one that could not be heard gets its time again', () => {
  const client = createClient()
  for (let now = 0; now <= 30_000; now += 1000) client.beat(now)
  client.excuse(30_000)
  expect(client.beat(49_000)).toBe(true)
  expect(client.pings()).toBe(1)
})
