import { AppError, invalidInput } from '../../errors/app-error.ts'
import { askTarget, type Asking } from '../ask-target.ts'
import type { RelayContext } from '../relay-context.ts'
import { explainRefusal } from '../explain-refusal.ts'
import { gatherChoices } from './gather-choices.ts'
import type { ChoiceWriter, ManyAnswers } from './many-answers.ts'
import type { RelayBody } from '../read-relay-body.ts'
import { SERVER_STOPS, type RelayReply, type RelayRequest } from '../relay.ts'
import type { RelayTarget } from '../resolve-targets.ts'
import { streamChoices } from './stream-choices.ts'
import { toUpstreamRefusal } from '../to-relay-refusal.ts'

/** Each model is sent a copy of the request: so many characters in all. */
const MOST_SENT = 128 * 1024 * 1024

export interface AskingMany extends Omit<Asking, 'target'> {
  targets: RelayTarget[]
}

/** Throws where a request cannot be one to so many, before anything of it is begun. */
export function requireForMany({ request, body }: Pick<Asking, 'request' | 'body'>, count: number): void {
  if (request.path !== 'chat/completions') {
    throw invalidInput({ model: 'names several models, which /v1/chat/completions alone can ask at once' })
  }
  if (body.text.length * count <= MOST_SENT) return
  throw new AppError('TOO_LARGE', 'the request is too large for so many models at once: ask fewer')
}

/** Asks many at once, each as if it were asked alone, and makes one answer of theirs. */
export async function askMany(ctx: RelayContext, asking: AskingMany, reply: RelayReply): Promise<void> {
  const { targets, ...shared } = asking
  const { body, request } = asking
  const answers = toAnswers(body)
  const writer = body.isStream ? streamChoices(answers, reply) : gatherChoices(answers, reply)
  const asked = targets.map((target, place) => {
    const { voice, isOver } = followVoice(writer.add(place, target.name))
    const answered = askTarget(ctx, { ...shared, target }, voice).catch((error: unknown) =>
      voice.refuse(explainRefusal(ctx, error)),
    )
    return { answered, over: Promise.race([isOver, answered]) }
  })
  await Promise.all(asked.map(({ over }) => over))
  finish(ctx, { request, writer }, reply)
  // What is still written of them keeps nobody waiting but the server that stops.
  await Promise.all(asked.map(({ answered }) => answered))
}

/** Tells when all is said that a voice is going to say. */
function followVoice(voice: RelayReply) {
  let over = () => {}
  const isOver = new Promise<void>((resolve) => (over = resolve))
  const followed: RelayReply = {
    ...voice,
    end() {
      voice.end()
      over()
    },
    refuse(refusal) {
      voice.refuse(refusal)
      over()
    },
  }
  return { voice: followed, isOver }
}

interface Finishing {
  request: RelayRequest
  writer: ChoiceWriter
}

function finish({ requestId }: RelayContext, { request, writer }: Finishing, reply: RelayReply): void {
  if (!request.signal.aborted) return writer.finish()
  // Who has left hears nothing more; the server that stops cuts off what is not whole.
  if (request.signal.reason !== SERVER_STOPS) return
  reply.refuse(toUpstreamRefusal({ error: SERVER_STOPS, refusal: null }, requestId))
}

function toAnswers({ choices, model, asksForUsage }: RelayBody): ManyAnswers {
  const created = Math.floor(Date.now() / 1000)
  return {
    head: { id: `chatcmpl-${crypto.randomUUID()}`, created, model },
    count: choices,
    asksForUsage,
  }
}
