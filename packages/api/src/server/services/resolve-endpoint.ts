import type { ChatEndpoint, ChatTimeouts } from '@chatmore/llm'
import type { ModelConfigRow } from '@chatmore/db'
import type { Price } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput } from '../errors/app-error.ts'
import { fillTimeouts } from './fill-timeouts.ts'
import { requireModel } from './require-model.ts'
import type { SecretBox } from './secret-box.ts'

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
  const savedKey = saved && isSameOrigin(saved.endpoint.apiBase, apiBase) ? saved.endpoint.apiKey : null
  // An empty key means "as saved", null means none.
  const apiKey = input.apiKey === null ? null : input.apiKey || savedKey
  return { apiBase, model, provider, apiKey }
}

function toTarget({ secretBox, demoUrl }: Parts, row: ModelConfigRow): Target {
  const endpoint = {
    apiBase: row.isDemo ? demoUrl : row.apiBase,
    model: row.model,
    provider: row.provider,
    apiKey: row.apiKeyCipher === null ? null : openKey(secretBox, row.id, row.apiKeyCipher),
  }
  return { endpoint, timeouts: fillTimeouts(row.timeouts), price: row.price, recordsBodies: row.recordBodies }
}

function openKey(secretBox: SecretBox, rowId: string, cipher: string): string {
  try {
    return secretBox.open(rowId, cipher)
  } catch (error) {
    throw invalidInput(
      { apiKey: 'is saved but cannot be read, as the secret has changed: enter it again' },
      error,
    )
  }
}

/** A key goes with scheme, host and port: an address elsewhere must not receive it. */
export function isSameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin
}
