import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { makeError } from './call/make-error.ts'
import { classifyAddress } from './classify-address.ts'
import type { LlmError } from './llm-error.ts'

/** Which addresses may be called. Link-local, metadata, multicast and unspecified ones are refused always. */
export interface AddressPolicy {
  /** Whether loopback and private networks may be called (Ollama and its like). */
  allowPrivate: boolean
  /** Origins that may be called whatever their address, such as the demo upstream's. */
  alwaysAllow?: string[]
}

/** Undici gives up here where our own timers, which are shorter, have let a connection go that never came. */
const ABANDONED_CONNECT_MS = 125_000

/** Finds all addresses of a name. */
export type Resolve = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

const resolveByDns: Resolve = (hostname, callback) => dnsLookup(hostname, { all: true }, callback)

/**
 * The connector that every connection of the client is made by. It checks an address literal itself, for Node resolves
 * none, and a name's addresses within the very lookup that the socket connects by: all of them, so that no second
 * answer of a name server gets through. Redirects are never followed, so no other address is reached.
 */
export function createCheckedConnector(
  policy: AddressPolicy,
  resolve = resolveByDns,
): buildConnector.connector {
  const trusted = new Set(policy.alwaysAllow?.map((origin) => new URL(origin).origin))
  const connectFreely = buildConnector({ timeout: ABANDONED_CONNECT_MS })
  const connectChecked = buildConnector({
    timeout: ABANDONED_CONNECT_MS,
    lookup: createCheckedLookup(policy, resolve),
  })
  return (options, callback) => {
    if (trusted.has(toOrigin(options))) return connectFreely(options, callback)
    const refusal = isIP(options.hostname) ? findRefusal(policy, [options.hostname]) : null
    if (refusal) callback(refusal, null)
    else connectChecked(options, callback)
  }
}

function createCheckedLookup(policy: AddressPolicy, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) =>
    resolve(hostname, (error, addresses) => {
      const refusal =
        error ??
        findRefusal(
          policy,
          addresses.map(({ address }) => address),
        )
      const [first] = addresses ?? []
      if (refusal || !first) callback(refusal ?? new Error('no address'), [])
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
}

function findRefusal({ allowPrivate }: AddressPolicy, addresses: string[]): LlmError | null {
  for (const address of addresses) {
    const kind = classifyAddress(address)
    if (kind === 'forbidden') {
      return makeError('ADDRESS_REFUSED', { detail: `${address} is an address that is never called` })
    }
    if (kind === 'private' && !allowPrivate) {
      const detail = `${address} is a private address, and the setting for private upstreams is off`
      return makeError('ADDRESS_REFUSED', { detail })
    }
  }
  return null
}

function toOrigin({ protocol, hostname, port }: buildConnector.Options): string {
  const host = hostname.includes(':') ? `[${hostname}]` : hostname
  return new URL(`${protocol}//${host}${port ? `:${port}` : ''}`).origin
}
