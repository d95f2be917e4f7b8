import type { NetConnectOpts } from 'node:net'

/** Where a proxy reaches the database that an address names: a socket file or a port. */
export function toDatabaseTarget(url: string): NetConnectOpts {
  const { hostname, port, searchParams } = new URL(url)
  const path = searchParams.get('socketPath')
  return path === null ? { host: hostname, port: Number(port || 3306) } : { path }
}

/** The same database by way of a proxy on this port. */
export function toProxiedUrl(url: string, port: number): string {
  const address = new URL(url)
  address.searchParams.delete('socketPath')
  address.hostname = '127.0.0.1'
  address.port = String(port)
  return address.href
}
