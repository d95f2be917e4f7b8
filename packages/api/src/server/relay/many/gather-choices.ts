import { toBrokenRefusal, toChoiceError, toFailedChoice, toToldRefusal } from './choice-error.ts'
import {
  isObject,
  MOST_HELD,
  parseObject,
  placeChoices,
  type ChoiceWriter,
  type Json,
  type ManyAnswers,
} from './many-answers.ts'
import type { RelayRefusal, RelayReply } from '../relay.ts'
import { refuseAll } from './stream-choices.ts'
import { sumUsage } from './sum-usage.ts'

/** With the members that the format demands and some endpoints leave out. */
function toWhole({ message, ...choice }: Json, model: string): Json {
  return { logprobs: null, ...choice, message: { refusal: null, ...(isObject(message) && message) }, model }
}

const unheld = { pause: () => {}, resume: () => {} }

/** Waits for all answers and gives them as one. */
export function gatherChoices({ head, count }: ManyAnswers, reply: RelayReply): ChoiceWriter {
  const choices: Json[][] = []
  const refusals: RelayRefusal[] = []
  const used: Json[] = []

  function fail(place: number, name: string, refusal: RelayRefusal): void {
    refusals[place] = refusal
    const error = toChoiceError(refusal)
    const message = { role: 'assistant', content: null, refusal: error.message }
    choices[place] = Array.from({ length: count }, (_, at) => {
      return { ...toFailedChoice(error, place * count + at, name), message }
    })
  }

  function take(place: number, name: string, text: string): void {
    const body = parseObject(text)
    if (isObject(body?.usage)) used[place] = body.usage
    if (body?.error != null) return fail(place, name, toToldRefusal(body.error))
    const given = placeChoices(body?.choices, place * count, count)
    if (given.length === 0) return fail(place, name, toBrokenRefusal('bad_response'))
    choices[place] = given.map((choice) => toWhole(choice, name))
  }

  return {
    add(place, name) {
      const pieces: Buffer[] = []
      let length = 0
      return {
        open: () => {},
        write(bytes) {
          length += bytes.length
          if (length <= MOST_HELD) pieces.push(bytes)
          else pieces.length = 0
        },
        end() {
          if (length > MOST_HELD) fail(place, name, toBrokenRefusal('too_large'))
          else take(place, name, Buffer.concat(pieces).toString('utf8'))
        },
        refuse: (refusal) => fail(place, name, refusal),
      }
    },
    finish() {
      if (refusals.filter(Boolean).length === choices.length) return refuseAll(refusals, reply)
      const usage = used.filter(Boolean)
      const answer = {
        ...{ ...head, object: 'chat.completion', choices: choices.flat() },
        ...(usage.length > 0 && { usage: sumUsage(usage) }),
      }
      reply.open({ status: 200, contentType: 'application/json' }, unheld)
      reply.write(Buffer.from(JSON.stringify(answer)))
      reply.end()
    },
  }
}
