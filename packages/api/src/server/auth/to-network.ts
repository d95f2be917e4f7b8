import { isIP } from 'node:net'

const GROUPS = 8
/** Whoever has one address of IPv6 has all of its /64. */
const NETWORK_GROUPS = 4

/** The part of a caller's address that tells callers apart: of IPv6 the /64, else the address itself. */
export function toNetwork(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = [], tail] = address.replace(/%.*$/, '').split('::').map(toGroups)
  const rest = tail ?? []
  const zeros = Array<string>(Math.max(0, GROUPS - head.length - rest.length)).fill('0')
  const groups = [...head, ...zeros, ...rest].slice(0, NETWORK_GROUPS)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

function toGroups(text: string): string[] {
  return text === '' ? [] : text.split(':')
}
