import { findRelayModel, type ModelConfigRow } from '@chatmore/db'
import {
  countTokens,
  withholdUsage,
  type ChatMessage,
  type ForwardFailure,
  type ForwardHead,
} from '@chatmore/llm'
import { identifyCaller } from '../auth/identify-caller.ts'
import type { Context } from '../context.ts'
import { AppError } from '../errors/app-error.ts'
import { toAnswerError } from '../generation/answer-error.ts'
import { estimateUsage } from '../generation/estimate-usage.ts'
import { beginCall, type CallEnd } from '../services/begin-call.ts'
import { describeObstacle } from '../services/describe-obstacle.ts'
import { fillTimeouts } from '../services/fill-timeouts.ts'
import { openEndpoint } from '../services/open-endpoint.ts'
import { hearAnswer, type HeardAnswer } from './hear-answer.ts'
import { readRelayBody, toForwarded, type RelayBody } from './read-relay-body.ts'
import type { RelayReply, RelayRequest } from './relay.ts'
import { toUpstreamRefusal } from './to-relay-refusal.ts'

/** Who calls: the relay takes API keys alone, since a browser sends its cookie with whatever page asks it to. */
export async function identifyKey(ctx: Context) {
  if (ctx.credentials.type !== 'apiKey') {
    throw new AppError('UNAUTHORIZED', 'send an API key of ChatMore: Authorization: Bearer cm-...')
  }
  return identifyCaller(ctx).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.appCode !== 'UNAUTHORIZED') throw error
    throw new AppError('UNAUTHORIZED', 'this API key is not, or no longer, one of ChatMore')
  })
}

/** Passes a request on to the model that it names, and the answer back. Throws for what ChatMore itself refuses. */
export async function relayCall(ctx: Context, request: RelayRequest, reply: RelayReply): Promise<void> {
  const { user } = await identifyKey(ctx)
  if (ctx.isDraining()) throw new AppError('UNAVAILABLE', 'the server is restarting: try again in a moment')
  const body = readRelayBody(request.path, request.body)
  const model = await findRelayModel(ctx.database, { userId: user.id }, body.model)
  if (!model || describeObstacle(model, ctx.demo)) {
    throw new AppError('NOT_FOUND', `there is no model “${body.model}” for this key`, {
      fields: { model: '' },
    })
  }
  const leave = await enterQueue(ctx, { userId: user.id, model, signal: request.signal })
  try {
    await passOn(ctx, { request, body, model, userId: user.id }, reply)
  } finally {
    leave()
  }
}

interface Turn {
  userId: string
  model: ModelConfigRow
  signal: AbortSignal
}

async function enterQueue({ queues }: Context, { userId, model, signal }: Turn): Promise<() => void> {
  const { id: modelId, maxConcurrent: limit } = model
  if (limit === null) return () => {}
  return queues.enter({ modelId, userId, limit, signal, onPlace: () => {} })
}

interface Passing {
  request: RelayRequest
  body: RelayBody
  model: ModelConfigRow
  userId: string
}

async function passOn(ctx: Context, { request, body, model, userId }: Passing, reply: RelayReply) {
  const { path, signal } = request
  const forwarded = toForwarded(body, path, model.model)
  const call = beginCall(ctx, {
    ...{ source: 'relay', scope: { userId }, modelId: model.id, upstreamModel: model.model },
    ...{ price: model.price, recordsBodies: model.recordBodies },
  })
  call.noteRequest(forwarded.body)
  const heard = hearAnswer(path, call.noteText)
  const outlet = createOutlet(reply)
  const options = {
    signal,
    onHead: outlet.open,
    onBytes(bytes: Buffer) {
      outlet.write(bytes)
      heard.push(bytes)
    },
  }
  const { endpoint } = openEndpoint(ctx, model)
  const asked = { endpoint, path, ...forwarded, timeouts: fillTimeouts(model.timeouts) }
  const failure = await ctx.llm.forward(asked, options).catch((error: unknown) => ({ error, refusal: null }))
  const isStopped = failure !== null && signal.aborted
  if (failure === null) outlet.end()
  else if (!isStopped) reply.refuse(toUpstreamRefusal(failure, ctx.requestId))
  const answer = heard.read()
  const end = await toEnd(ctx, {
    isStopped,
    body,
    answer,
    failure,
    status: outlet.status(),
    ttftMs: call.ttftMs(),
  })
  await call.record(end, answer.text)
}

/** Takes out of a stream what the caller did not ask for. */
function createOutlet(reply: RelayReply) {
  let status: number | null = null
  let withheld: ReturnType<typeof withholdUsage> | null = null
  return {
    status: () => status,
    open({ status: given, headers, isUsageAsked, flow }: ForwardHead) {
      status = given
      const contentType = String(headers['content-type'] ?? 'application/json')
      const isStream = contentType.toLowerCase().startsWith('text/event-stream')
      if (isUsageAsked && isStream) withheld = withholdUsage(reply.write)
      reply.open({ status, contentType }, flow)
    },
    write: (bytes: Buffer) => (withheld ? withheld.push(bytes) : reply.write(bytes)),
    end() {
      withheld?.end()
      reply.end()
    },
  }
}

interface Ended {
  /** By who asked, or with the server. */
  isStopped: boolean
  body: RelayBody
  answer: HeardAnswer
  failure: ForwardFailure | null
  status: number | null
  ttftMs: number | null
}

async function toEnd(
  ctx: Context,
  { isStopped, body, answer, failure, status, ttftMs }: Ended,
): Promise<CallEnd> {
  const noError = { errorCode: null, errorMessage: null, errorDetail: null, httpStatus: status }
  const error = failure && !isStopped ? toAnswerError(failure.error, ctx.requestId) : noError
  const isRefused = failure !== null && ttftMs === null && answer.told === null && answer.usage === null
  return {
    status: failure === null ? 'done' : isStopped ? 'stopped' : 'error',
    finishReason: answer.finishReason,
    ...error,
    usage: isRefused ? null : (answer.usage ?? (await countUsage(body, answer))),
    ttftMs,
  }
}

function countUsage(body: RelayBody, { content, reasoning, told }: HeardAnswer) {
  const messages = body.messages.map(({ content: given }): ChatMessage => {
    return { role: 'user', content: toText(given) }
  })
  return estimateUsage({ messages, content, reasoning, told }, countTokens).catch(() => null)
}

/** Of images and the like the endpoint alone knows what they take. */
function toText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: { text?: unknown }) => (typeof part.text === 'string' ? part.text : ''))
    .join('\n')
}
