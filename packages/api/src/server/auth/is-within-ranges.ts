import { BlockList, isIP } from 'node:net'

/** Whether an address is one of these addresses and CIDR ranges; any is where there are none to be in. */
export function isWithinRanges(address: string, ranges: readonly string[] | null): boolean {
  if (ranges === null) return true
  const plain = toPlain(address)
  const family = toFamily(plain)
  if (family === null) return false
  const list = new BlockList()
  for (const range of ranges) addRange(list, range, family)
  return list.check(plain, family)
}

/** Without the zone of a link-local address; `::ffff:10.0.0.1`, as a dual-stack socket shows it, is `10.0.0.1`. */
function toPlain(address: string): string {
  return address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}

/** Ranges of the other family are left out: a block list would find an address of IPv4 in `::/0`. */
function addRange(list: BlockList, range: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', bits] = range.split('/')
  if (toFamily(address) !== family) return
  if (bits === undefined) list.addAddress(address, family)
  else list.addSubnet(address, Number(bits), family)
}

function toFamily(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  if (version === 0) return null
  return version === 6 ? 'ipv6' : 'ipv4'
}
