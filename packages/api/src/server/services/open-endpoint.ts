import type { ModelConfigRow } from '@chatmore/db'
import { LlmError, secretsOf, type ChatEndpoint } from '@chatmore/llm'
import type { KeyTurns, OpenKey } from './key-turns.ts'
import type { SecretBox } from './secret-box.ts'

export interface EndpointParts {
  secretBox: SecretBox
  keyTurns: KeyTurns
  /** The API base that stands in for the demo models' own. */
  demoUrl: string
}

export interface OpenEndpoint {
  endpoint: ChatEndpoint
  /** Whether it has keys and the secret opens none of them, or not all of its headers. */
  isLocked: boolean
  /** Its keys and the values of its headers: what nobody may be told. */
  hidden: string[]
}

/** Where a model is asked, with its keys in turn. One that cannot be read is done without as long as there is another. */
export function openEndpoint(parts: EndpointParts, model: ModelConfigRow): OpenEndpoint {
  const sealed = model.secrets.filter(({ kind }) => kind === 'key')
  const keys = sealed.flatMap((key): OpenKey[] => {
    const value = tryToOpen(parts.secretBox, key)
    return value === null ? [] : [{ ...key, value }]
  })
  const headers = model.secrets
    .filter(({ kind }) => kind === 'header')
    .map((header): [string, string | null] => [header.name, tryToOpen(parts.secretBox, header)])
  const endpoint = {
    apiBase: model.isDemo ? parts.demoUrl : model.apiBase,
    model: model.model,
    provider: model.provider,
    options: model.callOptions,
    ...(headers.length > 0 && { headers: toHeaders(headers) }),
    apiKey: keys[0]?.value ?? null,
    ...(keys.length > 0 && { keys: parts.keyTurns.ring(model.id, keys) }),
  }
  const isLocked = (sealed.length > 0 && keys.length === 0) || headers.some(([, value]) => value === null)
  return { endpoint, isLocked, hidden: [...secretsOf(endpoint), ...keys.map(({ value }) => value)] }
}

function toHeaders(headers: [name: string, value: string | null][]): Record<string, string> {
  return Object.fromEntries(headers.map(([name, value]) => [name, value ?? '']))
}

/** Keys that cannot be read concern the calls of their own model alone, so that is an obstacle of theirs. */
export function lockedError(): LlmError {
  const message = 'The API key saved for this model cannot be read. An administrator must enter it again.'
  return new LlmError({ code: 'KEY_REFUSED', message })
}

/** Null where the secret has changed, or the row has. */
export function tryToOpen(
  secretBox: SecretBox,
  { id, cipher }: { id: string; cipher: string },
): string | null {
  try {
    return secretBox.open(id, cipher)
  } catch {
    return null
  }
}
