import type { CookieNames } from './create-lucia.ts'

/** What a caller shows to say who they are. A bearer token counts before a cookie: whoever sends it means it. */
export type Credentials =
  | { type: 'none' }
  | { type: 'session'; token: string }
  /** A key may be good from some addresses alone. */
  | { type: 'apiKey'; key: string; address: string }

/** `connectionParams` is the first message of a WebSocket: whatever the client sent. */
export interface CredentialSource {
  headers: Headers
  connectionParams: unknown
  /** The caller's address. */
  ip: string
}

export function readCredentials(source: CredentialSource, cookies: CookieNames): Credentials {
  const authorization = source.headers.get('authorization')
  if (authorization !== null) return { type: 'apiKey', key: readBearer(authorization), address: source.ip }
  const token = readParam(source.connectionParams)
  if (token !== null) return { type: 'apiKey', key: token, address: source.ip }
  const cookie = readCookie(source.headers.get('cookie') ?? '', cookies.session)
  return cookie ? { type: 'session', token: cookie } : { type: 'none' }
}

function readBearer(authorization: string): string {
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? ''
}

function readParam(params: unknown): string | null {
  if (typeof params !== 'object' || params === null || !('token' in params)) return null
  return typeof params.token === 'string' ? params.token : ''
}

function readCookie(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value) return value
  }
  return null
}
