import type { ClientOptions } from '@chatmore/api/client'
import type { Message, Session } from '@chatmore/api/contract'
import { createCloseStack } from '../../../apps/server/src/close-stack.ts'
import type { Variables } from '../../../apps/server/src/env.ts'
import { registerAccount } from '../../register-account.ts'
import { startServerProcess, type ServerProcess } from '../../start-server-process.ts'
import { checkHistory, type SendRecord } from './check-history.ts'
import { readSessions, waitUntilSettled } from './read-back.ts'
import { createRecordingClient, type RecordingClient } from './recording-client.ts'
import type { ShownTexts } from './shown-texts.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'
import { toDatabaseTarget, toProxiedUrl } from './to-database-target.ts'
import { startWordUpstream, type WordUpstream } from './word-upstream.ts'

/** A built server in a process of its own, on the rig's database through a proxy of its own. */
export interface RigServer extends ServerProcess {
  databaseProxy: TcpProxy
}

/** Where clients find a server. */
export interface Front extends TcpProxy {
  url: string
  /** Has new connections go to this server. */
  serveBy(server: RigServer): void
}

/** Real servers, a real database and a scripted upstream, with a proxy that can be a bad network on every way between them. */
export interface Rig extends AsyncDisposable {
  upstream: WordUpstream
  /** Between all servers and the upstream. */
  upstreamProxy: TcpProxy
  /** The way of all clients that name no other, to the first server until `serveBy` names another. */
  front: Front
  /** The server that was started with the rig. */
  server: RigServer
  startServer(variables?: Variables): Promise<RigServer>
  /** Another way from clients to a server, for faults that concern one test alone. */
  openFront(server: RigServer): Promise<Front>
  connect(to?: { url: string }, options?: Partial<ClientOptions>): RecordingClient
  /** A session with one window for each of so many models. */
  createSession(windowCount?: number): Promise<Session>
  /** Resolves with the session's answers, window by window, once none of them is in flight. */
  settled(session: { id: string }): Promise<Message[]>
  /** What the oracle says, once everything is well again, of these sessions and of what clients did there. */
  check(...sessions: { id: string }[]): Promise<string[]>
  /** What all clients have sent. */
  readonly sends: SendRecord[]
  /** What all watchers have shown. */
  readonly watchers: ShownTexts[]
  /** What servers said that none should ever say. */
  listServerFaults(): string[]
}

/** What all servers on one database encrypt with. */
export const rigSecret = 'a secret of the fault tests, 32 bytes or more'

/** A log line about an error that nobody foresaw. */
const UNHEARD_OF = /^.*(uncaught error|unhandled rejection|unexpected error).*$/gm

/** Starts upstream, proxies and one server on the database of this address, with the first user and so many models. */
export async function startRig(databaseUrl: string, { modelCount = 2, variables = {} } = {}): Promise<Rig> {
  const stack = createCloseStack()
  const keep = <Thing extends AsyncDisposable>(thing: Thing): Thing => {
    stack.add(async () => thing[Symbol.asyncDispose]())
    return thing
  }
  const upstream = keep(await startWordUpstream())
  const upstreamProxy = keep(await startTcpProxy(toAddress(upstream.url)))
  const clients: RecordingClient[] = []
  const servers: ServerProcess[] = []

  async function startServer(more: Variables = {}): Promise<RigServer> {
    const databaseProxy = keep(await startTcpProxy(toDatabaseTarget(databaseUrl)))
    const started = await startServerProcess({
      DATABASE_URL: toProxiedUrl(databaseUrl, databaseProxy.port),
      CHATMORE_SECRET: rigSecret,
      CHATMORE_DEMO: 'off',
      CHATMORE_REGISTRATION: 'open',
      // All clients of a rig are one person's, and polling makes many calls.
      CHATMORE_CALLS_PER_SECOND: '1000',
      ...variables,
      ...more,
    })
    servers.push(started)
    return { ...keep(started), databaseProxy }
  }

  async function openFront(to: RigServer): Promise<Front> {
    const proxy = keep(await startTcpProxy(toAddress(to.url)))
    const serveBy = (next: RigServer) => proxy.setTarget(toAddress(next.url))
    return Object.assign(proxy, { url: `http://127.0.0.1:${proxy.port}`, serveBy })
  }

  const server = await startServer()
  const front = await openFront(server)
  const { token } = await registerAccount(server.url, 'ada@example.com')
  const connect = ({ url } = front, options: Partial<ClientOptions> = {}) => {
    const client = keep(createRecordingClient({ url, token, ...options }))
    clients.push(client)
    return client
  }
  const listSends = () => clients.flatMap(({ sends }) => sends)
  const listWatchers = () => clients.flatMap(({ watchers }) => watchers)
  const { client: admin } = connect()
  const models: { id: string }[] = []
  for (let index = 0; index < modelCount; index++) {
    const name = `m${index}`
    const apiBase = `http://127.0.0.1:${upstreamProxy.port}/v1`
    models.push(
      await admin.model.create({ name, provider: 'custom', apiBase, model: name, apiKey: `sk-${name}` }),
    )
  }

  return {
    upstream,
    upstreamProxy,
    front,
    server,
    startServer,
    openFront,
    connect,
    createSession(windowCount = modelCount) {
      const windows = models.slice(0, windowCount).map(({ id }) => ({ modelId: id }))
      return admin.session.create({ windows })
    },
    settled: (session) => waitUntilSettled(admin, session.id),
    async check(...sessions) {
      const ids = new Set(sessions.map(({ id }) => id))
      const isHere = ({ sessionId }: { sessionId: string }) => ids.has(sessionId)
      return checkHistory({
        sends: listSends().filter(isHere),
        watchers: listWatchers().filter(isHere),
        sessions: await readSessions(admin, [...ids]),
      })
    },
    get sends() {
      return listSends()
    },
    get watchers() {
      return listWatchers()
    },
    listServerFaults: () => servers.flatMap((each) => each.output().match(UNHEARD_OF) ?? []),
    [Symbol.asyncDispose]: () => stack.close(),
  }
}

function toAddress(url: string): { port: number; host: string } {
  const { port, hostname } = new URL(url)
  return { port: Number(port), host: hostname }
}
