import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { echo, type Behaviour } from './behaviours.ts'
import { receiveRequest, type ReceivedRequest } from './received-request.ts'
import type { UpstreamStream } from './upstream-stream.ts'

/** A real HTTP server in the OpenAI format that does as a test tells it. */
export interface ScriptedUpstream extends AsyncDisposable {
  /** The API base, `/v1` included. */
  readonly url: string
  /** Every request that came in, in order. */
  readonly requests: ReceivedRequest[]
  /** What to do with requests for this model. */
  on(model: string, behaviour: Behaviour): void
  /** What to do with requests for any other model; `echo()` at first. */
  byDefault(behaviour: Behaviour): void
  /**
   * The next stream of a model that is `controlled()`, whether its request has come already or is still to come.
   * Each stream is handed out once. Throws at once where no behaviour could ever give one.
   */
  nextStream(filter?: { model?: string }): Promise<UpstreamStream>
  /** The next request, whether it has come already or is still to come. Each is handed out once. */
  nextRequest(filter?: { model?: string }): Promise<ReceivedRequest>
  /** Stops listening and destroys open sockets. */
  close(): Promise<void>
}

/** Starts a scripted upstream on a free loopback port. */
export async function startScriptedUpstream(): Promise<ScriptedUpstream> {
  const requests: ReceivedRequest[] = []
  const behaviours = new Map<string, Behaviour>()
  const streams = createHandout((stream: UpstreamStream) => stream.request.model)
  const arrivals = createHandout((request: ReceivedRequest) => request.model)
  let fallback = echo()

  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => undefined)
    receiveRequest(incoming).then(
      (request) => {
        requests.push(request)
        arrivals.offer(request)
        const behaviour = behaviours.get(request.model) ?? fallback
        behaviour.run({ request, outgoing, offer: streams.offer })
      },
      () => outgoing.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })

  const canControl = (model: string | undefined) => {
    const candidates =
      model === undefined ? [...behaviours.values(), fallback] : [behaviours.get(model) ?? fallback]
    return candidates.some((behaviour) => behaviour.kind === 'controlled')
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    on: (model, behaviour) => void behaviours.set(model, behaviour),
    byDefault: (behaviour) => {
      fallback = behaviour
    },
    nextStream: async ({ model } = {}) => {
      if (!canControl(model)) throw new Error(`No controlled() behaviour for ${model ?? 'any model'}`)
      return streams.take(model)
    },
    nextRequest: ({ model } = {}) => arrivals.take(model),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Hands out each thing once, to whoever asks for its model, in the order of coming and of asking. */
function createHandout<T>(modelOf: (thing: T) => string) {
  const offered: T[] = []
  const waiters: { model: string | undefined; resolve(thing: T): void }[] = []
  const fits = (thing: T, model: string | undefined) => model === undefined || modelOf(thing) === model

  return {
    offer(thing: T): void {
      const index = waiters.findIndex((waiter) => fits(thing, waiter.model))
      const [waiter] = index < 0 ? [] : waiters.splice(index, 1)
      if (waiter) waiter.resolve(thing)
      else offered.push(thing)
    },
    take(model: string | undefined): Promise<T> {
      const index = offered.findIndex((thing) => fits(thing, model))
      const [thing] = index < 0 ? [] : offered.splice(index, 1)
      if (thing !== undefined) return Promise.resolve(thing)
      return new Promise((resolve) => waiters.push({ model, resolve }))
    },
  }
}
