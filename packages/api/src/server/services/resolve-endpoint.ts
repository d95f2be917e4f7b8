import type { ChatEndpoint, ChatTimeouts } from '@chatmore/llm'
import type { ModelConfigRow } from '@chatmore/db'
import type { Dependencies } from '../context.ts'
import { fillTimeouts } from './fill-timeouts.ts'
import { requireModel } from './require-model.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox' | 'demoUrl'>

interface EndpointInput {
  id?: string | undefined
  apiBase?: string | undefined
  model?: string | undefined
  provider?: string | undefined
  apiKey?: string | null | undefined
}

interface Target {
  endpoint: ChatEndpoint
  timeouts: ChatTimeouts
}

/** Where to ask: the saved model, or the given config, with the saved key where it has none and stays on that host. */
export async function resolveEndpoint(parts: Parts, input: EndpointInput): Promise<Target> {
  const saved = input.id === undefined ? null : toTarget(parts, await requireModel(parts, input.id))
  if (saved && input.apiBase === undefined) return saved
  return { endpoint: toEndpoint(input, saved), timeouts: saved?.timeouts ?? fillTimeouts({}) }
}

function toEndpoint(input: EndpointInput, saved: Target | null): ChatEndpoint {
  const { apiBase = '', model = '', provider = '' } = input
  const savedKey = saved && isSameOrigin(saved.endpoint.apiBase, apiBase) ? saved.endpoint.apiKey : null
  return { apiBase, model, provider, apiKey: input.apiKey || savedKey }
}

function toTarget({ secretBox, demoUrl }: Parts, row: ModelConfigRow): Target {
  const endpoint = {
    apiBase: row.isDemo ? demoUrl : row.apiBase,
    model: row.model,
    provider: row.provider,
    apiKey: row.apiKeyCipher === null ? null : secretBox.open(row.id, row.apiKeyCipher),
  }
  return { endpoint, timeouts: fillTimeouts(row.timeouts) }
}

/** A key goes with scheme, host and port: an address elsewhere must not receive it. */
export function isSameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin
}
