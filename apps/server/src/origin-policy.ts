import { isIP } from 'node:net'

const SESSION_COOKIE = /(?:^|;\s*)(?:__Host-)?cm_session=/

/** The headers that tell which page sent a request. */
export interface Caller {
  origin: string | undefined
  host: string | undefined
  cookie: string | undefined
  /** `Sec-Fetch-Site`, which browsers set and pages cannot. */
  fetchSite: string | undefined
}

export interface OriginPolicy {
  /** Whether a request that changes something may go on, or a socket be opened. */
  allows(caller: Caller): boolean
  /** Whether pages of this origin may read answers of the API, by CORS. */
  isListed(origin: string): boolean
}

export interface OriginPolicyOptions {
  /** The one origin that serves the web app, or null while it is whatever address of this machine the caller used. */
  publicUrl: string | null
  /** Further origins that may call the API with tokens. */
  allowedOrigins: readonly string[]
}

export function createOriginPolicy({ publicUrl, allowedOrigins }: OriginPolicyOptions): OriginPolicy {
  const isListed = (origin: string) => allowedOrigins.includes(origin)
  const isOwn = (origin: string, host: string | undefined) =>
    publicUrl === null ? isSameAddress(origin, host) : origin === publicUrl

  return {
    isListed,
    allows: ({ origin, host, cookie, fetchSite }) =>
      origin === undefined
        ? !SESSION_COOKIE.test(cookie ?? '') && isFromNoOtherSite(fetchSite)
        : isOwn(origin, host) || isListed(origin),
  }
}

/**
 * The page's own address is the one it calls, and that is an IP address or localhost. A name proves nothing without
 * `PUBLIC_URL`: anyone's name may be made to point here (DNS rebinding).
 */
function isSameAddress(origin: string, host: string | undefined): boolean {
  if (!host || !URL.canParse(origin)) return false
  const url = new URL(origin)
  const name = url.hostname.replace(/^\[|\]$/g, '')
  return url.host === host.toLowerCase() && (name === 'localhost' || isIP(name) !== 0)
}

function isFromNoOtherSite(fetchSite: string | undefined): boolean {
  return fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none'
}
