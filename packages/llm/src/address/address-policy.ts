import { lookup as dnsLookup, type LookupAddress } from 'node:dns'

/** Which addresses may be called. Link-local, metadata, multicast and unspecified ones are refused always. */
export interface AddressPolicy {
  /** Whether loopback and private networks may be called (Ollama and its like). */
  allowPrivate: boolean
  /** Origins that may be called whatever their address, such as the demo upstream's. */
  alwaysAllow?: string[]
  /** Each a `host:port` of ChatMore's own, such as its database's: never called, by whatever name or address. */
  refused?: string[]
}

/** Finds all addresses of a name. */
export type Resolve = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

export const resolveByDns: Resolve = (hostname, callback) => dnsLookup(hostname, { all: true }, callback)
