/** What a proxy says while the server behind it is away. The server's own errors are JSON. */
const AWAY = new Set([502, 503, 504])

/** `fetch` that also tells of each request whether the server answered it. Requests that were given up tell nothing. */
export function followAnswers(note: (hasAnswered: boolean) => void): typeof globalThis.fetch {
  return async (target, init) => {
    try {
      const response = await fetch(target, init)
      note(!AWAY.has(response.status) || isJson(response))
      return response
    } catch (error) {
      if (error instanceof TypeError) note(false)
      throw error
    }
  }
}

function isJson(response: Response): boolean {
  return response.headers.get('content-type')?.includes('json') ?? false
}
