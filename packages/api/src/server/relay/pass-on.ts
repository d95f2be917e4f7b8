import type { ModelConfigRow } from '@chatmore/db'
import { withholdUsage, type ForwardHead } from '@chatmore/llm'
import type { Context } from '../context.ts'
import { beginCall } from '../services/begin-call.ts'
import { fillTimeouts } from '../services/fill-timeouts.ts'
import { lockedError, openEndpoint } from '../services/open-endpoint.ts'
import { hearAnswer } from './hear-answer.ts'
import { toForwarded, type RelayBody } from './read-relay-body.ts'
import { SERVER_STOPS, type RelayReply, type RelayRequest } from './relay.ts'
import { toCallEnd } from './to-call-end.ts'
import { toUpstreamRefusal } from './to-relay-refusal.ts'

export interface Passing {
  request: RelayRequest
  body: RelayBody
  model: ModelConfigRow
  userId: string
}

/** Asks the model's endpoint, passes its answer on as it comes, and puts the call into the log. */
export async function passOn(ctx: Context, { request, body, model, userId }: Passing, reply: RelayReply) {
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
  const { endpoint, isLocked } = openEndpoint(ctx, model)
  const asked = { endpoint, path, ...forwarded, timeouts: fillTimeouts(model.timeouts) }
  const asking = isLocked ? Promise.reject(lockedError()) : ctx.llm.forward(asked, options)
  const failure = await asking.catch((error: unknown) => ({ error, refusal: null }))
  const endedBy = failure !== null && signal.aborted ? toEndedBy(signal) : null
  if (failure === null) outlet.end()
  else if (endedBy !== 'stopped') reply.refuse(toUpstreamRefusal(failure, ctx.requestId))
  const told = {
    body,
    answer: heard.read(),
    failure,
    endedBy,
    status: outlet.status(),
    ttftMs: call.ttftMs(),
  }
  await call.record(await toCallEnd(told, ctx.requestId), told.answer.text)
}

const toEndedBy = ({ reason }: AbortSignal) =>
  reason === SERVER_STOPS ? ('interrupted' as const) : ('stopped' as const)

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
