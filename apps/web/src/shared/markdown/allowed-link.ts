const ALLOWED_PROTOCOLS = new Set(['http:', 'https:', 'mailto:'])

/** Whether an address from an answer may become a link: absolute http, https or mailto, as the browser reads it. */
export function isAllowedLink(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return ALLOWED_PROTOCOLS.has(url.protocol)
}

/** Where a link leads, for the eye: the host (in ASCII where it has look-alike letters), or the mail address. */
export function toLinkHost(address: string): string {
  if (!URL.canParse(address)) return ''
  const url = new URL(address)
  return url.protocol === 'mailto:' ? decodeMail(url.pathname) : url.host
}

/**
 * Whether a link's text is itself an address at the host that the link leads to. Words that merely have the host in them do
 * not count: they could name another one first.
 */
export function isHostShown(text: string, address: string): boolean {
  const shown = text.trim()
  if (shown === toLinkHost(address)) return true
  const asAddress = /^[a-z]+:/i.test(shown) ? shown : `https://${shown}`
  return !/\s/.test(shown) && URL.canParse(asAddress) && toLinkHost(asAddress) === toLinkHost(address)
}

function decodeMail(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
