import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Resolve } from './address-policy.ts'
import { bareAddress } from './classify-address.ts'

/** Endpoints that must not be reached by another name or notation. */
export interface OwnEndpoints {
  hasPort(port: number): boolean
  /** Calls back with the first address that leads to one of them; with null where none does. */
  find(addresses: string[], port: number, callback: (address: string | null) => void): void
}

export function createOwnEndpoints(endpoints: string[], resolve: Resolve): OwnEndpoints {
  const own = endpoints.map(parseEndpoint)
  return {
    hasPort: (port) => own.some((endpoint) => endpoint.port === port),
    find(addresses, port, callback) {
      const hosts = own.filter((endpoint) => endpoint.port === port).map(({ host }) => host)
      void Promise.all(hosts.map((host) => findMachines(host, resolve))).then((machines) => {
        const taken = new Set(machines.flat())
        callback(addresses.find((address) => taken.has(toMachine(address))) ?? null)
      })
    },
  }
}

/** `host:port`, an IPv6 address in brackets. */
function parseEndpoint(endpoint: string): { host: string; port: number } {
  const [, host = '', port = ''] = /^\[?([^\]]*)\]?:(\d+)$/.exec(endpoint) ?? []
  return { host, port: Number(port) }
}

/** A name that cannot be resolved leads nowhere, so that no address is refused for it. */
function findMachines(host: string, resolve: Resolve): Promise<string[]> {
  if (isIP(host)) return Promise.resolve([toMachine(host)])
  return new Promise((done) => {
    resolve(host, (error, addresses) => {
      done(error ? [] : addresses.map(({ address }) => toMachine(address)))
    })
  })
}

/** The same text for all addresses of this machine, for what listens at one mostly listens at all. */
function toMachine(address: string): string {
  const bare = bareAddress(address)
  const here = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
  const isHere = here.some((entry) => bareAddress(entry.address) === bare) || isLoopback(bare)
  return isHere ? 'this machine' : bare
}

function isLoopback(bare: string): boolean {
  return bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}
