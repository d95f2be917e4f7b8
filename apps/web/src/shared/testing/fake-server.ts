import { createClient, type Client } from '@chatmore/api/client'
import type { AppErrorCode, UserEvent, WatchEvent } from '@chatmore/api/contract'

/** Thrown by a handler, it reaches the page as the server's own error does. */
export class FakeServerError extends Error {
  readonly code: AppErrorCode
  readonly ref: string | undefined
  readonly fields: Record<string, string> | undefined

  constructor(code: AppErrorCode, ref?: string, fields?: Record<string, string>) {
    super(code)
    this.code = code
    this.ref = ref
    this.fields = fields
  }
}

type Handler = (input: never) => unknown

export interface FakeServer {
  client: Client
  /** What was called, in order. */
  calls: { path: string; input: unknown }[]
  /** Answers calls of a procedure from now on. */
  on(path: string, handler: Handler): void
  /** Sends an event to whoever watches. */
  emit(event: WatchEvent): void
  /** Sends an event to all that is open of the user. */
  emitToUser(event: UserEvent): void
  /** How often a watch was begun. */
  watchCount(): number
}

/** The real client on a server of handlers: only the network is not there. */
export function createFakeServer(handlers: Record<string, Handler>): FakeServer {
  const known = new Map(Object.entries(handlers))
  const calls: FakeServer['calls'] = []
  const watchers = new Set<(event: WatchEvent) => void>()
  const userWatchers = new Set<(event: UserEvent) => void>()
  let watchCount = 0

  async function answer(path: string, input: unknown): Promise<unknown> {
    calls.push({ path, input })
    const handler = known.get(path)
    if (!handler) throw new Error(`no handler for ${path}`)
    return handler(input as never)
  }

  async function fetchFake(target: unknown, init: unknown): Promise<Response> {
    const { url, inputs } = readRequest(String(target), init as RequestInit)
    const paths = url.pathname.replace('/trpc/', '').split(',')
    // A TypeError is what fetch() throws without a network, so that it goes through.
    const results = await Promise.all(paths.map((path, index) => settle(() => answer(path, inputs[index]))))
    return Response.json(results, { status: 200 })
  }

  function watch(_input: unknown, { signal }: { signal?: AbortSignal } = {}): AsyncIterable<WatchEvent> {
    watchCount++
    return followEvents(watchers, signal)
  }

  function watchUser(_input: unknown, { signal }: { signal?: AbortSignal } = {}): AsyncIterable<UserEvent> {
    return followEvents(userWatchers, signal)
  }

  const client = createClient({ url: 'http://chatmore.test', fetch: fetchFake as never, sendRetryMs: 0 })
  return {
    client: {
      ...client,
      session: { ...client.session, watch },
      user: { watch: watchUser },
    } as unknown as Client,
    calls,
    on: (path, handler) => known.set(path, handler),
    emit: (event) => watchers.forEach((push) => push(event)),
    emitToUser: (event) => userWatchers.forEach((push) => push(event)),
    watchCount: () => watchCount,
  }
}

function readRequest(target: string, init: RequestInit) {
  const url = new URL(target)
  const text = init.method === 'POST' ? String(init.body) : url.searchParams.get('input')
  return { url, inputs: JSON.parse(text ?? '{}') as Record<number, unknown> }
}

async function settle(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return { result: { data: await work() } }
  } catch (error) {
    if (!(error instanceof FakeServerError)) throw error
    const { code, ref, fields } = error
    const appError = { code, ref, fields }
    return {
      error: { message: error.code, code: -32603, data: { code: 'BAD_REQUEST', httpStatus: 400, appError } },
    }
  }
}

async function* followEvents<Event>(
  watchers: Set<(event: Event) => void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Event> {
  const waiting: Event[] = []
  let wake = () => {}
  const push = (event: Event) => {
    waiting.push(event)
    wake()
  }
  watchers.add(push)
  signal?.addEventListener('abort', () => wake())
  try {
    while (!signal?.aborted) {
      const event = waiting.shift()
      if (event) yield event
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    watchers.delete(push)
  }
}
