import type { BodyFlow } from '@chatmore/llm'
import { toBrokenRefusal, toChoiceError, toFailedChoice, toToldRefusal } from './choice-error.ts'
import {
  isObject,
  parseObject,
  placeChoices,
  type ChoiceWriter,
  type Json,
  type ManyAnswers,
} from './many-answers.ts'
import { readDataLines } from './read-data-lines.ts'
import type { RelayRefusal, RelayReply } from '../relay.ts'
import { shareFlow } from './share-flow.ts'
import { sumUsage } from './sum-usage.ts'
import { toChunkChoice } from './to-chunk-choice.ts'

/** Hands on the chunks of many streams as they come. Until one of them has said something, all may still be refused at once. */
export function streamChoices(answers: ManyAnswers, reply: RelayReply): ChoiceWriter {
  const { head, asksForUsage } = answers
  const shared = shareFlow()
  const refusals: RelayRefusal[] = []
  const used: Json[] = []
  let held: Json[] = []
  let hasBegun = false

  function write(choices: Json[], rest: Json = {}, usage: Json | null = null): void {
    const own = { ...head, object: 'chat.completion.chunk', choices }
    const chunk = { ...rest, ...own, ...(asksForUsage && { usage }) }
    reply.write(Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`))
  }

  function begin(): void {
    if (hasBegun) return
    hasBegun = true
    reply.open({ status: 200, contentType: 'text/event-stream; charset=utf-8' }, shared.flow)
    if (held.length > 0) write(held)
    held = []
  }

  return {
    add: (place, name) =>
      createVoice({
        ...{ answers, place, name, shared },
        say(choices, rest) {
          begin()
          write(choices, rest)
        },
        fail(choices, refusal) {
          refusals[place] = refusal
          if (hasBegun) write(choices)
          else held.push(...choices)
        },
        use: (usage) => void (used[place] = usage),
      }),
    finish() {
      if (!hasBegun) return refuseAll(refusals, reply)
      if (asksForUsage) write([], {}, sumUsage(used.filter(Boolean)))
      reply.write(Buffer.from('data: [DONE]\n\n'))
      reply.end()
    },
  }
}

/** None has said anything: what the first of them is refused with is the answer. */
export function refuseAll(refusals: RelayRefusal[], reply: RelayReply): void {
  reply.refuse(refusals.find(Boolean) ?? toBrokenRefusal('incomplete'))
}

interface VoiceParts {
  answers: ManyAnswers
  place: number
  name: string
  shared: ReturnType<typeof shareFlow>
  say(choices: Json[], rest: Json): void
  fail(choices: Json[], refusal: RelayRefusal): void
  use(usage: Json): void
}

/** One model among those that speak. */
function createVoice({ answers: { count }, place, name, shared, ...parts }: VoiceParts): RelayReply {
  const from = place * count
  const unfinished = new Set(Array.from({ length: count }, (_, at) => from + at))
  const unbegun = new Set(unfinished)
  let flow: BodyFlow | null = null

  function fail(refusal: RelayRefusal): void {
    if (unfinished.size === 0) return
    const error = toChoiceError(refusal)
    const choices = [...unfinished].map((index) => {
      const role = unbegun.has(index) ? { role: 'assistant', content: null } : {}
      return { ...toFailedChoice(error, index, name), delta: { ...role, refusal: error.message } }
    })
    unfinished.clear()
    parts.fail(choices, refusal)
  }

  function take({ choices: given, usage, error, ...rest }: Json): void {
    if (isObject(usage)) parts.use(usage)
    if (error != null) return fail(toToldRefusal(error))
    const choices = placeChoices(given, from, count).filter(({ index }) => unfinished.has(index))
    if (choices.length === 0) return
    for (const { index, finish_reason: reason } of choices) if (isReason(reason)) unfinished.delete(index)
    parts.say(choices.map(toOwn), rest)
  }

  /** Clients look for a role in the first piece of a choice, which some endpoints leave out. */
  function toOwn(choice: Json & { index: number }): Json {
    const role = unbegun.delete(choice.index) ? { role: 'assistant' } : {}
    const reason = isReason(choice.finish_reason) ? choice.finish_reason : null
    return {
      ...choice,
      finish_reason: reason,
      model: name,
      delta: { ...role, ...(isObject(choice.delta) && choice.delta) },
    }
  }

  const lines = readDataLines((data) => {
    const chunk = data === '[DONE]' ? null : parseObject(data)
    if (chunk) take(chunk)
  })

  function end(): void {
    shared.remove(flow)
    // Asked for a stream, some answer in one piece all the same.
    const whole = parseObject(lines.end())
    if (whole) take({ ...whole, choices: toChunkChoices(whole.choices) })
    fail(toBrokenRefusal('incomplete'))
  }

  return {
    open(_head, given) {
      flow = given
      shared.add(given)
    },
    write(bytes) {
      if (!lines.push(bytes)) fail(toBrokenRefusal('too_large'))
    },
    end,
    refuse(refusal) {
      shared.remove(flow)
      fail(refusal)
    },
  }
}

/** Some endpoints say an empty one until the end. */
const isReason = (reason: unknown) => typeof reason === 'string' && reason !== ''

function toChunkChoices(choices: unknown): unknown {
  return Array.isArray(choices) ? choices.filter(isObject).map(toChunkChoice) : choices
}
