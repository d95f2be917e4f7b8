import type { CallDetail, ChatWindow, Message, MessageContext } from '../../contract/index.ts'

/** Stands for a provider's own words, which may name the model. */
const MASKED_ERROR = 'The provider’s words are hidden until the models are revealed.'

interface Masked {
  sessionId: string
  modelId: string | null
}

/** Whether this is a window, a message or whatever else of a session tells a model. */
function isMaskable(value: object): value is Masked {
  return 'modelId' in value && 'sessionId' in value && typeof value.sessionId === 'string'
}

/** The sessions of all that tells a model in what a procedure or an event gives. */
export function findTellingSessions(value: unknown): Set<string> {
  const found = new Set<string>()
  visit(value, (each) => found.add(each.sessionId))
  return found
}

/** A copy in which nothing of these sessions tells a model. What tells none is the very same. */
export function maskModels<Value>(value: Value, blind: ReadonlySet<string>): Value {
  return map(value, (each) => (blind.has(each.sessionId) ? mask(each) : each)) as Value
}

function visit(value: unknown, note: (each: Masked) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, note)
  else if (!isRecord(value)) return
  else if (isMaskable(value)) note(value)
  else for (const item of Object.values(value)) visit(item, note)
}

function map(value: unknown, change: (each: Masked) => object): unknown {
  if (Array.isArray(value)) return value.map((item) => map(item, change))
  if (!isRecord(value)) return value
  if (isMaskable(value)) return change(value)
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, map(item, change)]))
}

/** Whatever its prototype: a row of the database driver is no plain object. What a subscription yields is hidden one by one. */
function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(Symbol.asyncIterator in value)
}

function mask(value: Masked): object {
  if ('useGlobalInput' in value) return maskWindow(value as ChatWindow)
  return 'upstreamModel' in value ? maskCall(value as CallDetail) : maskMessage(value as Message)
}

/** Its settings go with the model: whoever chose them knows whose they are. */
function maskWindow(window: ChatWindow): ChatWindow {
  return { ...window, modelId: '', modelName: '', params: {}, systemMessage: null }
}

/** Prices tell models, and so do errors. The text stays as it is: it may tell of itself what it will. */
function maskMessage(message: Message): Message {
  const errorMessage = message.errorMessage === null ? null : MASKED_ERROR
  return {
    ...message,
    ...{ modelId: null, modelName: null, cost: null, currency: null, errorMessage },
    ...(message.waiting && { waiting: null }),
  }
}

/** What went over the wire names its model. */
function maskCall(call: CallDetail): CallDetail {
  const model = {
    modelId: null,
    modelName: null,
    upstreamModel: null,
    relayName: null,
    price: null,
    cost: null,
    currency: null,
  }
  const sizes = { requestSize: 0, responseSize: 0 }
  const wire = {
    request: null,
    response: null,
    ...sizes,
    isRecorded: false,
    replayObstacle: 'hidden' as const,
  }
  return { ...call, ...model, ...('request' in call && { ...wire, errorDetail: null }) }
}

/** A system message may be one window's own, and parameters are its model's. */
export function maskContext(context: MessageContext): MessageContext {
  const messages = context.messages.filter(({ role }) => role !== 'system')
  return { ...context, model: { id: null, name: null }, params: {}, messages }
}
