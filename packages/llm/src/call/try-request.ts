import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { RequestBody } from '../request/to-request-body.ts'
import { decodeBody, readEncoding, type BodyTarget } from './decode-body.ts'
import { createExchange, type Exchange, type ExchangeOptions } from './exchange.ts'
import type { TryResult } from './response-sink.ts'

export interface TryOptions extends ExchangeOptions {
  dispatcher: Dispatcher
  url: URL
  headers: Record<string, string>
  body: RequestBody
}

/** Makes one request and reads its answer. Rejects with an `LlmError`, or with the signal's reason. */
export function tryRequest(options: TryOptions): Promise<TryResult> {
  const { dispatcher, url } = options
  return new Promise((resolve, reject) => {
    const exchange = createExchange(options, { resolve, reject })
    dispatcher.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method: 'POST', ...toSent(options) },
      createHandler(exchange),
    )
  })
}

/** Pieces go out one by one, with their length told before: some servers take no chunks. */
function toSent({ headers, body }: TryOptions) {
  if (typeof body === 'string') return { headers, body }
  const length = body.reduce((sum, piece) => sum + piece.length, 0)
  return { headers: { ...headers, 'content-length': String(length) }, body: Readable.from(body) }
}

/** Undici's callbacks rather than a stream: nothing stands between the socket and the parser. */
function createHandler(exchange: Exchange): Dispatcher.DispatchHandler {
  let decoder: BodyTarget | null = null
  return {
    onRequestStart: (controller) => exchange.connected(controller),
    onResponseStart(controller, status, headers) {
      // An informational response comes before the real one.
      if (status < 200) return
      exchange.open({ status, headers })
      decoder = decodeBody(readEncoding(headers), exchange, controller)
    },
    onResponseData: (_controller, bytes) => decoder?.push(bytes),
    onResponseEnd: () => decoder?.end(),
    onResponseError: (_controller, error) => (decoder ?? exchange).lost(error),
  }
}
