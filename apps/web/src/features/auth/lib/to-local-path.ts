/** Where to go after sign-in: a path of this application, whatever the address bar says. */
export function toLocalPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return '/'
  const url = new URL(wanted, 'http://here.invalid')
  if (url.origin !== 'http://here.invalid' || url.pathname === '/sign-in') return '/'
  return url.pathname + url.search + url.hash
}
