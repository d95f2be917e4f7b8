// A program of somebody's own. The test compiles it in an empty project and runs it with plain Node.
import {
  applyWatchEvent,
  createClient,
  emptyWatchState,
  isAppError,
  isInFlight,
  parseAppError,
  type AppErrorCode,
  type AskEvent,
  type AskResult,
  type Client,
  type ClientOptions,
  type ConnectionState,
  type Message,
  type ModelSummary,
  type Session,
  type SessionCreateInput,
  type WatchEvent,
} from '@chatmore/sdk'

const { CHATMORE_URL = '', CHATMORE_KEY = '' } = process.env
const states: ConnectionState[] = []
const options: ClientOptions = {
  url: CHATMORE_URL,
  token: CHATMORE_KEY,
  fetch,
  sendRetryMs: 30_000,
  onConnectionChange: (state) => states.push(state),
}
const client: Client = createClient(options)

// Queries without input, with an input that may be absent, and many at once.
const { user } = await client.auth.status()
const models: ModelSummary[] = await client.model.list()
const { items } = await client.session.list({ limit: 5 })
const statuses = await Promise.all(Array.from({ length: 40 }, () => client.auth.status()))

// A mutation, a file, and a subscription.
const windows = models.map(({ id: modelId }) => ({ modelId, params: { temperature: 0.5 } }))
const input: SessionCreateInput = { title: 'From outside', windows }
const session: Session = await client.session.create(input)
const file = await client.uploadFile(new Blob(['a text'], { type: 'text/plain' }), 'note.txt')
let state = emptyWatchState
const watching = new AbortController()
for await (const event of client.session.watch({ id: session.id }, { signal: watching.signal })) {
  const typed: WatchEvent = event
  state = applyWatchEvent(state, typed)
  if (event.type === 'sync') {
    await client.message.send({
      sessionId: session.id,
      content: 'Hello',
      clientMessageId: 'from-outside',
      attachmentIds: [file.id],
    })
  }
  const answers: Message[] = Object.values(state.messages).filter(({ role }) => role === 'assistant')
  const ended = answers.filter(({ status }) => !isInFlight(status))
  if (ended.length === session.windows.length) break
}
watching.abort()

// Asking.
let streamed = ''
const asking = client.ask({ sessionId: session.id, content: 'Again' })
for await (const event of asking) streamed += describe(event)
const result: AskResult = await asking
const [first] = (await client.ask({ models: [models[0]?.name ?? ''], content: 'Alone' })).answers

function describe(event: AskEvent): string {
  switch (event.type) {
    case 'start':
      return `${event.windows.length} windows;`
    case 'delta':
      return event.channel === 'content' ? event.text : ''
    case 'status':
      return event.waiting === null ? '' : '…'
    case 'end':
      return `;${event.answer.status}`
  }
}

// Errors and aborts.
const codes: (AppErrorCode | undefined)[] = []
const kinds: string[] = []
try {
  await client.session.get({ id: '01JD0000000000000000000000' })
} catch (error) {
  if (isAppError(error, 'NOT_FOUND')) codes.push(error.data.appError.code)
  if (isAppError(error)) kinds.push(error.data.code)
}
codes.push(parseAppError(await client.session.create({ windows: [] }).catch((error: unknown) => error))?.code)
interface OfOwn {
  auth: { status: { query(): Promise<{ user: { id: string } | null }> } }
}
const raw = await (client.trpc as OfOwn).auth.status.query()
const aborted = await client.auth
  .status(null, { signal: AbortSignal.abort() })
  .catch(() => 'aborted' as const)

// What must not compile.
// @ts-expect-error -- no such call
const noCall = () => client.session.destroy({ id: '' })
// @ts-expect-error -- a field that is not there
const noField = () => client.session.create({ windows: [], colour: 'red' })
// @ts-expect-error -- what is needed is missing
const noInput = () => client.session.get()
// @ts-expect-error -- models for a new session, or one to go on with
const neither = () => client.ask({ content: 'Hello' })
// @ts-expect-error -- not both
const both = () => client.ask({ sessionId: '', models: [], content: 'Hello' })
// @ts-expect-error -- what is known of the client under it is left to its own types
const untyped = () => client.trpc.auth

await client.close()
process.stdout.write(
  JSON.stringify({
    isSignedInByTrpc: raw.user?.id === user?.id,
    isSignedIn: user !== null && statuses.every((status) => status.user?.id === user.id),
    sessionCount: items.length,
    watched: Object.values(state.messages).filter(
      ({ role, status }) => role === 'assistant' && status === 'done',
    ).length,
    streamed,
    answers: result.answers.map(({ content }) => content),
    alone: first?.content,
    codes,
    kinds,
    aborted,
    states,
    unused: [noCall, noField, noInput, neither, both, untyped].length,
  }),
)
