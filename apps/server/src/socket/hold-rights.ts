import type { Api, Connection, Context } from '@chatmore/api/server'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import { closeSocket } from './close-socket.ts'
import type { Tally } from './tally.ts'

interface Holder {
  client: WebSocket
  connection: Connection
  credentials: Context['credentials']
}

export interface HeldRights {
  /** Notes who opened a socket, and looks after it until it is closed. */
  add(holder: Holder): void
  stop(): void
}

export interface HoldRightsOptions {
  api: Pick<Api, 'authenticate' | 'isSignedIn'>
  /** How many sockets each user has. */
  perUser: Tally
  everyMs: number
  log: Logger
}

/**
 * Closes sockets whose session has ended or whose key was revoked. Every call and every watch reads that anew by itself;
 * this is for sockets that only listen. Whoever opened one as nobody has nothing to lose.
 */
export function holdRights({ api, perUser, everyMs, log }: HoldRightsOptions): HeldRights {
  const groups = new Map<string, Set<Holder>>()
  let isStopped = false
  let timer: NodeJS.Timeout | undefined

  function leave(holder: Holder, key: string): void {
    const group = groups.get(key)
    group?.delete(holder)
    if (group?.size === 0) groups.delete(key)
  }

  async function identify(holder: Holder, key: string): Promise<void> {
    const { client, connection } = holder
    const identity = await api.authenticate(connection)
    if (identity === null) return leave(holder, key)
    if (client.readyState !== client.OPEN) return
    const userId = identity.user.id
    if (!perUser.take(userId)) return closeSocket(client, 'policyViolation', 'too many sockets of this user')
    client.once('close', () => perUser.release(userId))
  }

  /** One question for all sockets that came with the same session, or the same key from the same address, and all questions at once. */
  async function check(): Promise<void> {
    await Promise.all([...groups.values()].map(checkGroup))
  }

  async function checkGroup(group: Set<Holder>): Promise<void> {
    const [first] = group
    if (first === undefined || (await api.isSignedIn(first.connection))) return
    for (const { client } of group) closeSocket(client, 'policyViolation', 'the session has ended')
  }

  // A database that is away says nothing about rights.
  const warn = (error: unknown) => log.warn({ error }, 'the rights of sockets could not be read')
  function schedule(): void {
    if (isStopped) return
    timer = setTimeout(() => void check().catch(warn).finally(schedule), everyMs)
  }

  schedule()
  return {
    add(holder) {
      const { client, credentials } = holder
      if (credentials.type === 'none') return
      const key = JSON.stringify(credentials)
      groups.set(key, (groups.get(key) ?? new Set()).add(holder))
      client.once('close', () => leave(holder, key))
      identify(holder, key).catch(warn)
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
