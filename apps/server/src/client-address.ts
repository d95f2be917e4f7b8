import { BlockList, isIP } from 'node:net'

/** Tells a caller's address from the socket's and, where a trusted proxy speaks, from `X-Forwarded-For`. */
export type ReadClientAddress = (
  remoteAddress: string | undefined,
  forwardedFor: string | null | undefined,
) => string

/** `trustedProxies` are addresses or CIDR ranges; without any, `X-Forwarded-For` is never believed. */
export function createAddressReader(trustedProxies: readonly string[]): ReadClientAddress {
  const trusted = new BlockList()
  for (const entry of trustedProxies) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(bits), family)
  }
  const isTrusted = (address: string) => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

  return (remoteAddress, forwardedFor) => {
    let address = unmap(remoteAddress ?? '')
    const hops = (forwardedFor ?? '').split(',').map((hop) => unmap(hop.trim()))
    // Each proxy appends whom it heard from: walk back from the last for as long as the speaker is trusted.
    while (isIP(address) !== 0 && isTrusted(address)) {
      const hop = hops.pop()
      if (hop === undefined || isIP(hop) === 0) break
      address = hop
    }
    return address
  }
}

/** `::ffff:10.0.0.1`, as a dual-stack socket shows it, is `10.0.0.1`. */
function unmap(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}
