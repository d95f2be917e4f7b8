import { isRecord } from '../is-record.ts'

/** A tool that a model wants to be called, with what it is to be given, as JSON text. */
export interface ToolCall {
  name: string
  arguments: string
}

/** More than a model calls at once, or says to a tool, is not gathered. */
const MOST_CALLS = 128
const MOST_LENGTH = 1_000_000

/** Puts the calls of tools of an answer together, which a stream tells piece by piece. */
export function gatherToolCalls() {
  const calls = new Map<unknown, ToolCall>()

  function add(key: unknown, made: Record<string, unknown>): void {
    const call = calls.get(key) ?? { name: '', arguments: '' }
    if (!calls.has(key) && calls.size === MOST_CALLS) return
    calls.set(key, call)
    if (typeof made.name === 'string') call.name += made.name
    if (typeof made.arguments !== 'string') return
    call.arguments = (call.arguments + made.arguments).slice(0, MOST_LENGTH)
  }

  return {
    take(chunk: unknown): void {
      const said = findSaid(chunk)
      if (!said) return
      if (isRecord(said.function_call)) add('function_call', said.function_call)
      if (!Array.isArray(said.tool_calls)) return
      for (const [at, call] of said.tool_calls.entries()) {
        // Those of an answer in one piece stand in order, and need no index.
        if (isRecord(call) && isRecord(call.function)) add(call.index ?? at, call.function)
      }
    },
    list: (): ToolCall[] => [...calls.values()],
  }
}

function findSaid(chunk: unknown): Record<string, unknown> | null {
  if (!isRecord(chunk) || !Array.isArray(chunk.choices)) return null
  const choice: unknown = chunk.choices.find((each) => isRecord(each) && (each.index ?? 0) === 0)
  if (!isRecord(choice)) return null
  if (isRecord(choice.delta)) return choice.delta
  return isRecord(choice.message) ? choice.message : null
}
