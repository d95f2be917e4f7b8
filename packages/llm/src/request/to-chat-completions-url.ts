import { makeError } from '../call/make-error.ts'

const ENDPOINT = '/chat/completions'

/**
 * The exact address that completions are asked at. A bare host gets `/v1`; a path that was given is kept, without
 * trailing slashes, with `/v1` and `/chat/completions` once. Throws `ADDRESS_REFUSED` for what is no http address.
 */
export function toChatCompletionsUrl(apiBase: string, apiVersion?: string): string {
  const url = parseHttpUrl(apiBase)
  const path = url.pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '')
  const isWhole = path.endsWith(ENDPOINT)
  const base = path.replace(/(?:\/chat\/completions)+$/, '').replace(/(\/v\d+)\1+$/, '$1')
  url.pathname = (base === '' && !isWhole ? '/v1' : base) + ENDPOINT
  url.hash = ''
  if (apiVersion) url.searchParams.set('api-version', apiVersion)
  return url.href
}

function parseHttpUrl(apiBase: string): URL {
  const text = apiBase.trim()
  if (!URL.canParse(text)) throw makeError('ADDRESS_REFUSED', { detail: 'the API base is not an address' })
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw makeError('ADDRESS_REFUSED', { detail: `${url.protocol} is not http or https` })
  }
  if (url.username !== '' || url.password !== '') {
    throw makeError('ADDRESS_REFUSED', { detail: 'the API base holds a user name or a password' })
  }
  return url
}
