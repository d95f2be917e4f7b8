import type { ChatEndpoint, ChatTimeouts } from '@chatmore/llm'
import type { ModelConfigRow } from '@chatmore/db'
import type { EndpointOptionInput, Price } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput } from '../errors/app-error.ts'
import { mergeCallOptions } from './call-options.ts'
import { isSameHeader } from './change-secrets.ts'
import { fillTimeouts } from './fill-timeouts.ts'
import { openEndpoint, type EndpointParts } from './open-endpoint.ts'
import { requireModel } from './require-model.ts'

type Parts = Pick<Dependencies, 'database'> & EndpointParts

interface EndpointInput extends EndpointOptionInput {
  id?: string | undefined
  apiBase?: string | undefined
  model?: string | undefined
  provider?: string | undefined
  apiKey?: string | null | undefined
}

interface Target {
  endpoint: ChatEndpoint
  timeouts: ChatTimeouts
  /** What a saved model asks; nobody knows what another will. */
  price: Price | null
  recordsBodies: boolean
}

/** Where to ask: the saved model, or the given config, with the saved key where it has none and stays on that host. */
export async function resolveEndpoint(parts: Parts, input: EndpointInput): Promise<Target> {
  const saved = input.id === undefined ? null : toTarget(parts, await requireModel(parts, input.id))
  if (saved && input.apiBase === undefined) return saved
  return {
    endpoint: toEndpoint(input, saved),
    timeouts: saved?.timeouts ?? fillTimeouts({}),
    price: null,
    recordsBodies: saved?.recordsBodies ?? true,
  }
}

function toEndpoint(input: EndpointInput, saved: Target | null): ChatEndpoint {
  const { apiBase = '', model = '', provider = '' } = input
  // What is secret goes to its own host alone.
  const own = saved && isSameOrigin(saved.endpoint.apiBase, apiBase) ? saved.endpoint : null
  return {
    ...{ apiBase, model, provider, ...toKeys(input, own) },
    options: mergeCallOptions(saved?.endpoint.options ?? {}, input),
    headers: toHeaders(input, own),
  }
}

/** An empty key means "as saved", null means none. */
function toKeys({ apiKey }: EndpointInput, own: ChatEndpoint | null) {
  if (apiKey || apiKey === null) return { apiKey }
  return { apiKey: own?.apiKey ?? null, keys: own?.keys }
}

function toHeaders({ extraHeaders }: EndpointInput, own: ChatEndpoint | null): Record<string, string> {
  const saved = own?.headers ?? {}
  if (extraHeaders === undefined) return saved
  const findSaved = (name: string) => Object.entries(saved).find(([each]) => isSameHeader(each, name))?.[1]
  const entries = Object.entries(extraHeaders ?? {}).map(([name, value]) => [name, value || findSaved(name)])
  return Object.fromEntries(entries.filter(([, value]) => value)) as Record<string, string>
}

function toTarget(parts: Parts, row: ModelConfigRow): Target {
  const { endpoint, isLocked } = openEndpoint(parts, row)
  if (isLocked)
    throw invalidInput({ apiKey: 'is saved but cannot be read, as the secret has changed: enter it again' })
  return { endpoint, timeouts: fillTimeouts(row.timeouts), price: row.price, recordsBodies: row.recordBodies }
}

/** A key goes with scheme, host and port: an address elsewhere must not receive it. */
export function isSameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin
}
