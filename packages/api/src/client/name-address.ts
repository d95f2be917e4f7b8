/**
 * Fetches, and says of a network that fails where to and by which code: `fetch failed` alone helps nobody. Still a TypeError,
 * by which callers know that there was no answer.
 */
export function nameAddress(fetch: typeof globalThis.fetch, address: string): typeof globalThis.fetch {
  return async (target, init) => {
    try {
      return await fetch(target, init)
    } catch (error) {
      if (!(error instanceof TypeError) || init?.signal?.aborted) throw error
      const code = readCode(error.cause)
      const reason = code === undefined ? error.message : `${error.message}, ${code}`
      throw new TypeError(`No answer from ${address || 'this page’s server'} (${reason})`, { cause: error })
    }
  }
}

/** Such as ECONNREFUSED or ENOTFOUND. Browsers tell none. */
function readCode(cause: unknown): string | undefined {
  const { code } = (cause ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}
