import ipaddr from 'ipaddr.js'

/** `public` may be called always, `private` where the setting allows it, `forbidden` never. */
export type AddressClass = 'public' | 'private' | 'forbidden'

const byRange: Record<string, AddressClass> = {
  unicast: 'public',
  loopback: 'private',
  private: 'private',
  uniqueLocal: 'private',
  // 100.64/10 is what Tailscale gives out.
  carrierGradeNat: 'private',
}

/** Where clouds answer with credentials, beyond the link-local 169.254/16. */
const METADATA = new Set([
  '100.100.100.200', // Alibaba
  '168.63.129.16', // Azure
  '192.0.0.192', // Oracle
  'fd00:ec2::254', // AWS
  'fd20:ce::254', // Google
])

/** Clash and its like answer DNS with addresses of 198.18/15 and send what is connected there through their proxy. */
const FAKE_IP = ipaddr.IPv4.parseCIDR('198.18.0.0/15')

/** Classifies an address in any notation that a resolver or a WHATWG URL may give, a zone (`%eth0`) included. */
export function classifyAddress(text: string): AddressClass {
  const address = parseAddress(text)
  if (!address) return 'forbidden'
  if (METADATA.has(address.toString())) return 'forbidden'
  if (address instanceof ipaddr.IPv4 && address.match(FAKE_IP)) return 'private'
  return byRange[address.range()] ?? 'forbidden'
}

/** The one notation of an address, an IPv4 one within an IPv6 one unwrapped; the text itself where it is no address. */
export function bareAddress(text: string): string {
  return parseAddress(text)?.toString() ?? text
}

function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = text.replace(/%.*$/, '')
  return ipaddr.isValid(bare) ? unwrap(ipaddr.parse(bare)) : null
}

/** The IPv4 address within an IPv6 one: mapped, compatible, translated, NAT64 and 6to4 all reach it. */
function unwrap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address instanceof ipaddr.IPv4) return address
  const bytes = address.toByteArray()
  if (address.range() === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6))
  const isCompatible =
    bytes.slice(0, 12).every((byte) => byte === 0) && bytes.slice(12, 15).some((byte) => byte !== 0)
  const isEmbedding = ['ipv4Mapped', 'rfc6145', 'rfc6052'].includes(address.range()) || isCompatible
  return isEmbedding ? new ipaddr.IPv4(bytes.slice(12)) : address
}
