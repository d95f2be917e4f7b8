/** What the host waits for, and how long, in milliseconds. */
export interface Timings {
  /** A request's headers. */
  headersWithin: number
  /** A call with its body. */
  requestWithin: number
  /** A file, which may be large and come over a slow network. */
  uploadWithin: number
  /** The first message of a socket that announced one. */
  paramsWithin: number
  /** A socket is pinged so often, and closed unless it answers in time: together at most 35 seconds. */
  pingEvery: number
  pongWithin: number
  /** A socket that has more to read than it should is closed after so long. */
  drainWithin: number
  /** The same for one that has very much to read. */
  shrinkWithin: number
  /** How often it is asked whether the sessions and keys of the sockets are still good. */
  rightsEvery: number
}

export const defaultTimings: Timings = {
  headersWithin: 15_000,
  requestWithin: 25_000,
  uploadWithin: 300_000,
  paramsWithin: 10_000,
  pingEvery: 20_000,
  pongWithin: 15_000,
  drainWithin: 20_000,
  shrinkWithin: 3000,
  rightsEvery: 3000,
}
