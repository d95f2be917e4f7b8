import { setTimeout as delay } from 'node:timers/promises'
import type { TestServer } from '@chatmore/db/testing'
import type { Rig, RigServer } from '../support/start-rig.ts'
import type { Fault, TcpProxy } from '../support/tcp-proxy.ts'
import type { Random } from './random.ts'

/** What faults befall. */
export interface Target {
  rig: Rig
  database: TestServer
  /** The one that serves now. */
  server: RigServer
  random: Random
}

/** Strikes, lasts as long as it lasts, and heals what it broke. */
type Strike = (target: Target) => Promise<void>

type Range = readonly [low: number, high: number]
const SHORT_MS: Range = [200, 6000]

const lasting =
  (start: (target: Target) => void, end: (target: Target) => void, [low, high] = SHORT_MS): Strike =>
  async (target) => {
    start(target)
    await delay(target.random.between(low, high))
    end(target)
  }

const network = (proxyOf: (target: Target) => TcpProxy, fault: Fault): Strike =>
  lasting(
    (target) => proxyOf(target).setFault(fault),
    (target) => proxyOf(target).setFault('pass'),
  )

const reset =
  (proxyOf: (target: Target) => TcpProxy): Strike =>
  async (target) =>
    proxyOf(target).resetAll()

const cut =
  (proxyOf: (target: Target) => TcpProxy): Strike =>
  async (target) => {
    const { links } = proxyOf(target)
    if (links.length > 0) target.random.pick(links).cutAfter(target.random.between(1, 5000))
  }

const startAnew =
  (end: (server: RigServer) => Promise<unknown>): Strike =>
  async (target) => {
    await end(target.server)
    target.server = await target.rig.startServer()
    target.rig.front.serveBy(target.server)
  }

const front = ({ rig }: Target) => rig.front
const upstream = ({ rig }: Target) => rig.upstreamProxy
const database = ({ server }: Target) => server.databaseProxy

/** Every fault that a soak may draw, by its name. */
export const soakFaults: Readonly<Record<string, Strike>> = {
  'clients: reset': reset(front),
  'clients: one cut': cut(front),
  'clients: delay': network(front, { delayMs: 300 }),
  'clients: stall': network(front, 'stall'),
  'clients: black hole': network(front, 'black-hole'),
  'clients: refused': network(front, 'refuse'),
  'server: kill -9': startAnew((server) => server.kill()),
  'server: SIGTERM': startAnew((server) => server.stop()),
  'server: SIGSTOP': lasting(
    ({ server }) => server.pause(),
    ({ server }) => server.resume(),
  ),
  'server: SIGSTOP beyond its lease': lasting(
    ({ server }) => server.pause(),
    ({ server }) => server.resume(),
    [16_000, 20_000],
  ),
  'database: reset': reset(database),
  'database: one cut': cut(database),
  'database: delay': network(database, { delayMs: 50 }),
  'database: stall': network(database, 'stall'),
  'database: black hole': network(database, 'black-hole'),
  'database: refused': network(database, 'refuse'),
  'database: restart': ({ database }) => database.restart(),
  'database: kill -9': async ({ database }) => {
    await database.kill()
    await database.start()
  },
  'database: SIGSTOP': lasting(
    ({ database }) => database.pause(),
    ({ database }) => database.resume(),
  ),
  'upstream: reset': reset(upstream),
  'upstream: one cut': cut(upstream),
  'upstream: delay': network(upstream, { delayMs: 300 }),
  'upstream: stall': network(upstream, 'stall'),
  'upstream: refused': network(upstream, 'refuse'),
}
