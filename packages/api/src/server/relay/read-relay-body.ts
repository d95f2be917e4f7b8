import type { ModelConfigRow } from '@chatmore/db'
import { withMembers, type ForwardPath } from '@chatmore/llm'
import type { z } from 'zod'
import { invalidInput } from '../errors/app-error.ts'
import { describeIssues } from '../errors/describe-issues.ts'
import { relayBodySchemas } from './relay-body-schemas.ts'

/** What is read of a request; all else goes on as it came. */
export interface RelayBody {
  text: string
  /** What the caller names the model by. */
  model: string
  isStream: boolean
  /** How many are asked for. */
  choices: number
  /** Whether the caller wants to be told what was used. */
  asksForUsage: boolean
  messages: { role: string; content: unknown }[]
}

/** Reads the JSON of a request. Throws naming the field and the rule, as every input is refused. */
export function readRelayBody(path: ForwardPath, text: string): RelayBody {
  const parsed = relayBodySchemas[path].safeParse(parse(text))
  if (!parsed.success) throw invalidInput(describeIssues(parsed.error.issues), parsed.error)
  const {
    model,
    stream,
    stream_options: options,
    n,
    messages,
  } = parsed.data as z.infer<(typeof relayBodySchemas)['chat/completions']>
  return {
    text,
    model,
    isStream: stream === true,
    choices: n ?? 1,
    asksForUsage: options?.include_usage === true,
    messages: (messages ?? []).map(({ role, content }) => ({ role, content })),
  }
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Told below.
  }
  throw invalidInput({ body: 'is not a JSON object' })
}

type Target = Pick<ModelConfigRow, 'model' | 'maxTokensLimit' | 'callOptions'>

/**
 * The body as the endpoint gets it: with its own name of the model, what an administrator wants sent along, for no longer an
 * answer than the model may give, and asking for usage where it is a stream that does not.
 */
export function toForwarded({ text, isStream, asksForUsage }: RelayBody, path: ForwardPath, target: Target) {
  const asked = JSON.parse(text) as Record<string, unknown>
  const extra = path === 'chat/completions' ? findExtra(asked, target) : {}
  const given = { ...extra, ...asked }
  const changes = {
    ...toJson(extra),
    model: JSON.stringify(target.model),
    ...limitTokens(given, path, target),
  }
  const body = withMembers(text, changes)
  if (path !== 'chat/completions' || !isStream || asksForUsage) return { body }
  const asking = JSON.stringify({ ...(given.stream_options as object | null), include_usage: true })
  return { body, askingForUsage: withMembers(body, { stream_options: asking }) }
}

/** What decides how the answer comes, and to what, is the request's own to say. */
const OWN: ReadonlySet<string> = new Set(['model', 'messages', 'stream', 'stream_options', 'n'])

/** An administrator's extra fields, but for those that the request has itself. */
function findExtra(asked: Record<string, unknown>, { callOptions }: Target): Record<string, unknown> {
  const fields = Object.entries(callOptions?.extraBody ?? {})
  return Object.fromEntries(fields.filter(([name]) => !OWN.has(name) && !Object.hasOwn(asked, name)))
}

function toJson(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)]))
}

const LIMITS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens']

/** All that may limit an answer is held to what the model may give, but only what the path knows does limit it. */
function limitTokens(
  given: Record<string, unknown>,
  path: ForwardPath,
  { maxTokensLimit: most, callOptions }: Target,
): Record<string, string> {
  if (most === null || path === 'embeddings') return {}
  const isResponse = path === 'responses'
  const known = isResponse ? ['max_output_tokens'] : ['max_tokens', 'max_completion_tokens']
  const named = LIMITS.filter((name) => given[name] != null)
  const limits = Object.fromEntries(named.map((name) => [name, String(lower(given[name], most))]))
  if (known.some((name) => name in limits)) return limits
  const own = callOptions?.maxCompletionTokens === 'on' ? 'max_completion_tokens' : 'max_tokens'
  return { ...limits, [isResponse ? 'max_output_tokens' : own]: String(most) }
}

/** Some endpoints take a number below zero for no limit. */
function lower(value: unknown, most: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? Math.min(value, most) : most
}
