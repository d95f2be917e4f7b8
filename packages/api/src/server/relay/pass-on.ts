import type { ModelConfigRow, RelayStep } from '@chatmore/db'
import { hideKey, withholdUsage, withoutKey, type ForwardHead, type LlmError } from '@chatmore/llm'
import type { Context } from '../context.ts'
import { beginCall, type CallAbout } from '../services/begin-call.ts'
import { fillTimeouts } from '../services/fill-timeouts.ts'
import { lockedError, openEndpoint } from '../services/open-endpoint.ts'
import { hearAnswer, type HeardAnswer } from './answer/hear-answer.ts'
import type { HeldAccess } from './hold-access.ts'
import { hideInBytes } from './answer/hide-in-bytes.ts'
import type { RelayKey } from './limit-key.ts'
import { toForwarded, type RelayBody } from './read-relay-body.ts'
import type { RecordedTurn } from './record/record-turn.ts'
import { SERVER_STOPS, type RelayReply, type RelayRequest } from './relay.ts'
import { toCallEnd } from './answer/to-call-end.ts'
import { toUpstreamRefusal } from './to-relay-refusal.ts'

/** How long the end of a connection is waited for once the answer is over. */
const LINGER_MS = 250

export interface Passing {
  request: RelayRequest
  body: RelayBody
  model: ModelConfigRow
  userId: string
  key: RelayKey
  /** Ends the call where it is lost. */
  access: HeldAccess
  /** The relay's name that stands for the model, where one does. */
  relay?: RelayStep
  /** The answer that is recorded of it, where the call is. */
  turn?: RecordedTurn | undefined
}

/** Asks the model's endpoint, passes its answer on as it comes, and puts the call into the log. */
export async function passOn(
  ctx: Context,
  { request, body, model, userId, key, access, relay, turn }: Passing,
  reply: RelayReply,
) {
  const { path } = request
  const signal = AbortSignal.any([request.signal, access.signal])
  const forwarded = toForwarded(body, path, model)
  const about: CallAbout = {
    ...{ source: 'relay', scope: { userId }, modelId: model.id, upstreamModel: model.model },
    ...{ price: model.price, recordsBodies: model.recordBodies, apiKeyId: key.id, relay },
  }
  const recorded = turn?.begin(about, model.name)
  const call = recorded ?? beginCall(ctx, about)
  call.noteRequest(forwarded.body)
  const { endpoint, isLocked, hidden } = openEndpoint(ctx, model)
  const heard = hearAnswer(path, body.choices, call.noteText)
  const hiding = hideInBytes(hidden)
  const outlet = createOutlet(reply)
  const ending = new AbortController()
  const pass = (bytes: Buffer) => {
    if (bytes.length === 0) return
    outlet.write(bytes)
    heard.push(bytes)
    recorded?.push(bytes)
  }
  const options = {
    signal: AbortSignal.any([signal, ending.signal]),
    onHead: outlet.open,
    isFinished: heard.isFinished,
    onBytes(bytes: Buffer) {
      pass(hiding.push(bytes))
      if (!heard.isOver() || outlet.isEnded()) return
      // Some keep the connection open once all is said; most end it a moment later, and it serves the next call.
      outlet.end()
      setTimeout(() => ending.abort(), LINGER_MS).unref()
    },
  }
  const asked = { endpoint, path, ...forwarded, timeouts: fillTimeouts(model.timeouts) }
  const asking = isLocked ? Promise.reject(lockedError()) : ctx.llm.forward(asked, options)
  const result = await asking.catch((error: unknown) => ({ error, refusal: null }))
  pass(hiding.end())
  // What is lost once it has told how it ends is no part of the answer.
  const failure = heard.isFinished() ? null : result
  const endedBy = failure !== null && signal.aborted ? toEndedBy(signal) : null
  if (failure === null) outlet.end()
  else if (endedBy !== 'stopped' || !request.signal.aborted) {
    reply.refuse(toUpstreamRefusal(failure, ctx.requestId))
  }
  const answer = hideIn(heard.read(), hidden)
  const told = { body, answer, failure, endedBy, status: outlet.status(), ttftMs: call.ttftMs() }
  const end = await toCallEnd(told, ctx.requestId)
  key.noteUsage(end.usage)
  await call.record(end, answer.text)
}

/** An endpoint may write its key into whatever it says, in pieces that only make it once they are put together. */
function hideIn(answer: HeardAnswer, hidden: string[]): HeardAnswer {
  const { content, reasoning, text, finishReason, error } = answer
  return {
    ...answer,
    content: hideKey(content, hidden),
    reasoning: hideKey(reasoning, hidden),
    text: hideKey(text, hidden),
    finishReason: finishReason && hideKey(finishReason, hidden),
    error: error && (withoutKey(error, hidden) as LlmError),
  }
}

const toEndedBy = ({ reason }: AbortSignal) =>
  reason === SERVER_STOPS ? ('interrupted' as const) : ('stopped' as const)

/** Takes out of a stream what the caller did not ask for. */
function createOutlet(reply: RelayReply) {
  let status: number | null = null
  let isEnded = false
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
    isEnded: () => isEnded,
    write(bytes: Buffer) {
      if (isEnded) return
      if (withheld) withheld.push(bytes)
      else reply.write(bytes)
    },
    end() {
      if (isEnded) return
      isEnded = true
      withheld?.end()
      reply.end()
    },
  }
}
