import { parseObject, isObject, type Json } from './many-answers.ts'
import type { RelayRefusal } from '../relay.ts'

const MOST_SAID = 1000

/** Why a choice is no answer, as OpenAI writes errors, with the status that it would have had by itself. */
export interface ChoiceError {
  message: string
  type: string
  param: string | null
  code: string | null
  status: number
}

/** Endpoints write refusals in many ways; what is no JSON at all is a page of something in between. */
export function toChoiceError({ status, text }: RelayRefusal): ChoiceError {
  const body = parseObject(text)
  const said = body && isObject(body.error) ? body.error : (body ?? {})
  const words = [said.message, body?.error, body?.detail, `the model’s endpoint answered with HTTP ${status}`]
  return {
    message: (words.find((word) => typeof word === 'string') as string).slice(0, MOST_SAID),
    type: toWord(said.type) ?? 'upstream_error',
    param: toWord(said.param),
    code: toWord(said.code),
    status,
  }
}

function toWord(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value.slice(0, MOST_SAID) : null
}

/** What an endpoint sends in place of an answer under a status of success. */
export function toToldRefusal(error: unknown): RelayRefusal {
  const code = isObject(error) ? Number(error.code ?? error.status) : NaN
  const status = code >= 400 && code < 600 ? code : 502
  return { status, contentType: 'application/json', text: JSON.stringify({ error }), retryAfter: null }
}

export function toBrokenRefusal(code: 'incomplete' | 'bad_response' | 'too_large'): RelayRefusal {
  const error = { message: messages[code], type: 'upstream_error', param: null, code }
  return { ...toToldRefusal(error), status: 502 }
}

const messages = {
  incomplete: 'the answer ended without saying that it is whole',
  bad_response: 'the model’s endpoint sent something that is no chat completion',
  too_large: 'the answer is longer than ChatMore can hold for one of many',
}

/** A choice that tells a failure in the fields that every client of OpenAI's knows, and in full. */
export function toFailedChoice(error: ChoiceError, index: number, model: string): Json {
  return { index, model, logprobs: null, finish_reason: 'stop', error }
}
