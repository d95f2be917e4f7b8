/** The address of a server as calls begin with it. Throws for what no call could reach, rather than each call later. */
export function toAddress(url: string): string {
  // A page's own origin serves paths. Elsewhere there is nothing that they could be paths of.
  const isRelative = /^(\/|$)/.test(url) && 'location' in globalThis
  const isWhole = /^https?:\/\//i.test(url) && URL.canParse(url)
  if (!isRelative && !isWhole) {
    const given = JSON.stringify(url)
    throw new TypeError(`url: ${given} is not an address that begins with http:// or https://`)
  }
  return url.replace(/\/+$/, '')
}
