/** What a request asks of the scripted upstream. It travels in the texts of the request, whoever passes it on. */
export interface Order {
  stream: number
  turn: number
  tokens: number
  /** Tokens a second; 0 for as fast as the reader takes them. */
  rate: number
}

/** The part that each window of a broadcast has of its own. */
export function toStreamText(stream: number): string {
  return `[stream=${stream}]`
}

/** The part that all windows of a broadcast share. */
export function toTurnText({ turn, tokens, rate }: Omit<Order, 'stream'>): string {
  return `[turn=${turn} tokens=${tokens} rate=${rate}]`
}

/** The newest order of a request's body: an earlier one may be part of the history. */
export function parseOrder(body: string): Order {
  const stream = readNumber(body, '[stream=', body.indexOf('[stream='))
  const at = body.lastIndexOf('[turn=')
  return {
    stream,
    turn: readNumber(body, '[turn=', at),
    tokens: readNumber(body, ' tokens=', body.indexOf(' tokens=', at)),
    rate: readNumber(body, ' rate=', body.indexOf(' rate=', at)),
  }
}

function readNumber(body: string, name: string, at: number): number {
  const value = Number.parseFloat(body.slice(at + name.length, at + name.length + 12))
  if (at === -1 || Number.isNaN(value))
    throw new Error(`The request has no ${name.trim()}: ${body.slice(0, 500)}`)
  return value
}
