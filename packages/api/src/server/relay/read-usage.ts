import { noUsage, tallyUsage, type ToldUsage } from '@chatmore/llm'

type Json = Record<string, unknown>

/** What an answer that is no chat completion told of its usage: as one object, or in the events of a stream. */
export function readUsage(text: string): ToldUsage {
  const whole = parse(text)
  if (whole) return tallyUsage(noUsage, toChatUsage(findUsage(whole)))
  const events = text.split('\n').filter((line) => line.startsWith('data:') && line.includes('"usage"'))
  return events.reduce(
    (known, line) => tallyUsage(known, toChatUsage(findUsage(parse(line.slice(5))))),
    noUsage,
  )
}

function parse(text: string): Json | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}

const asObject = (value: unknown): Json | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null

function findUsage(body: Json | null): Json | null {
  return asObject(body?.usage) ?? asObject(asObject(body?.response)?.usage)
}

/** The responses API has names of its own for the same counts. */
function toChatUsage(usage: Json | null): Json | null {
  if (!usage || !('input_tokens' in usage)) return usage
  return {
    prompt_tokens: usage.input_tokens,
    completion_tokens: usage.output_tokens,
    prompt_tokens_details: usage.input_tokens_details,
    completion_tokens_details: usage.output_tokens_details,
  }
}
