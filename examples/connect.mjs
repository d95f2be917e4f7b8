// @ts-check
import { createClient, parseAppError } from '@chatmore/sdk'

/** A client of the server at `CHATMORE_URL`, with the API key in `CHATMORE_KEY`. */
export function connect() {
  const { CHATMORE_URL: url = 'http://localhost:3000', CHATMORE_KEY: token } = process.env
  if (!token) {
    console.error('Set CHATMORE_KEY to an API key: ChatMore makes one under Account, API keys.')
    process.exit(2)
  }
  try {
    return createClient({ url, token })
  } catch (error) {
    console.error(`CHATMORE_URL: ${explain(error)}`)
    process.exit(2)
  }
}

/**
 * What went wrong, in a sentence: after the server's code, where it was the server that refused.
 * @param {unknown} error
 */
export function explain(error) {
  const sentence = error instanceof Error ? error.message : String(error)
  const code = parseAppError(error)?.code
  return code === undefined ? sentence : `${code}: ${sentence}`
}
