import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { resolveByDns, type AddressPolicy, type Resolve } from './address-policy.ts'
import { judgeAddresses, refuseAddress } from './judge-addresses.ts'
import { createOwnEndpoints } from './own-endpoints.ts'

/** Undici gives up here where our own timers, which are shorter, have let a connection go that never came. */
const ABANDONED_CONNECT_MS = 125_000

/** Calls back with why the addresses may not be called, or with null. */
type Judge = (addresses: string[], callback: (refusal: Error | null) => void) => void

interface Gate {
  judge: Judge
  connect: buildConnector.connector
}

/**
 * The connector that every connection of the client is made by. It checks an address literal itself, for Node resolves
 * none, and a name's addresses within the very lookup that the socket connects by: all of them, so that no second
 * answer of a name server gets through. Redirects are never followed, so no other address is reached.
 */
export function createCheckedConnector(
  policy: AddressPolicy,
  resolve: Resolve = resolveByDns,
): buildConnector.connector {
  const trusted = new Set(policy.alwaysAllow?.map((origin) => new URL(origin).origin))
  const connectFreely = buildConnector({ timeout: ABANDONED_CONNECT_MS })
  const findGate = createGates(policy, resolve)

  return (options, callback) => {
    if (trusted.has(toOrigin(options))) return connectFreely(options, callback)
    const { judge, connect } = findGate(toPort(options))
    if (!isIP(options.hostname)) return connect(options, callback)
    // Given back, as undici's own connector gives its socket, for whoever follows how far it has come.
    let socket = undefined as ReturnType<typeof connect>
    judge([options.hostname], (refusal) => {
      if (refusal) callback(refusal, null)
      else socket = connect(options, callback)
    })
    return socket
  }
}

/** One gate for nearly all connections, as it keeps TLS sessions; its own for each to a port that ChatMore uses itself. */
function createGates(policy: AddressPolicy, resolve: Resolve): (port: number) => Gate {
  const own = createOwnEndpoints(policy.refused ?? [], resolve)
  const createGate = (judge: Judge): Gate => {
    const lookup = createJudgedLookup(judge, resolve)
    return { judge, connect: buildConnector({ timeout: ABANDONED_CONNECT_MS, lookup }) }
  }
  const usual = createGate((addresses, callback) => callback(judgeAddresses(policy, addresses)))
  const createGuarded = (port: number) =>
    createGate((addresses, callback) => {
      const refusal = judgeAddresses(policy, addresses)
      if (refusal) return callback(refusal)
      own.find(addresses, port, (address) =>
        callback(address === null ? null : refuseAddress(`${address}:${port} is ChatMore’s own`)),
      )
    })
  return (port) => (own.hasPort(port) ? createGuarded(port) : usual)
}

function createJudgedLookup(judge: Judge, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) =>
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) return callback(error ?? new Error('no address'), [])
      judge(
        addresses.map(({ address }) => address),
        (refusal) => {
          if (refusal) callback(refusal, [])
          else if (options.all) callback(null, addresses)
          else callback(null, first.address, first.family)
        },
      )
    })
}

function toPort({ protocol, port }: buildConnector.Options): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80)
}

function toOrigin({ protocol, hostname, port }: buildConnector.Options): string {
  const host = hostname.includes(':') ? `[${hostname}]` : hostname
  return new URL(`${protocol}//${host}${port ? `:${port}` : ''}`).origin
}
