// @ts-check
import { createClient } from '@chatmore/sdk'

/** A client of the server at `CHATMORE_URL`, with the API key in `CHATMORE_KEY`. */
export function connect() {
  const { CHATMORE_URL: url = 'http://localhost:3000', CHATMORE_KEY: token } = process.env
  if (!token) {
    console.error('Set CHATMORE_KEY to an API key: ChatMore makes one under Account, API keys.')
    process.exit(2)
  }
  return createClient({ url, token })
}
