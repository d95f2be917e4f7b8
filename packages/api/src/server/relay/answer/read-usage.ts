import { noUsage, tallyUsage, type ToldUsage } from '@chatmore/llm'

type Json = Record<string, unknown>

const NAME = '"usage"'

/** The usage that is told last in the text of an answer, or in the rest of one; null where none is. */
export function readLastUsage(text: string): ToldUsage | null {
  for (let at = text.lastIndexOf(NAME); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(NAME, at - 1)) {
    const usage = readObject(text, at + NAME.length)
    if (usage) return tallyUsage(noUsage, toChatUsage(usage))
  }
  return null
}

/** The object that follows a member's name: counts and groups of counts, with no braces in texts. */
function readObject(text: string, from: number): Json | null {
  const begin = /^\s*:\s*\{/.exec(text.slice(from, from + 100))
  if (!begin) return null
  const start = from + begin[0].length - 1
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    if (text[at] === '}') depth -= 1
    if (depth === 0) return parse(text.slice(start, at + 1))
  }
  return null
}

function parse(text: string): Json | null {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}

/** The responses API has names of its own for the same counts. */
function toChatUsage(usage: Json): Json {
  if (!('input_tokens' in usage)) return usage
  return {
    prompt_tokens: usage.input_tokens,
    completion_tokens: usage.output_tokens,
    prompt_tokens_details: usage.input_tokens_details,
    completion_tokens_details: usage.output_tokens_details,
  }
}
