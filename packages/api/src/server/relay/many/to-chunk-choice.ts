import { isObject, type Json } from './many-answers.ts'

/** A whole choice as the one chunk of a stream. */
export function toChunkChoice({ message, ...choice }: Json): Json {
  if (!isObject(message)) return choice
  const { tool_calls: calls, ...said } = message
  const delta = Array.isArray(calls)
    ? { ...said, tool_calls: calls.filter(isObject).map((call, index) => ({ index, ...call })) }
    : said
  return { ...choice, delta }
}
