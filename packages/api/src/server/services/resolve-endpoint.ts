import type { ChatEndpoint, ChatTimeouts } from '@chatmore/llm'
import type { ModelConfigRow } from '@chatmore/db'
import type { Price } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput } from '../errors/app-error.ts'
import { fillTimeouts } from './fill-timeouts.ts'
import { openEndpoint, type EndpointParts } from './open-endpoint.ts'
import { requireModel } from './require-model.ts'

type Parts = Pick<Dependencies, 'database'> & EndpointParts

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
  // An empty key means "as saved", null means none.
  if (input.apiKey || input.apiKey === null) return { apiBase, model, provider, apiKey: input.apiKey }
  const { apiKey = null, keys } = saved && isSameOrigin(saved.endpoint.apiBase, apiBase) ? saved.endpoint : {}
  return { apiBase, model, provider, apiKey, keys }
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
