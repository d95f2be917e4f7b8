import type { ModelConfigRow } from '@chatmore/db'
import type { ChatEndpoint } from '@chatmore/llm'
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
  /** Whether it has keys and the secret opens none of them. */
  isLocked: boolean
}

/** Where a model is asked, with its keys in turn. One that cannot be read is done without as long as there is another. */
export function openEndpoint(parts: EndpointParts, model: ModelConfigRow): OpenEndpoint {
  const sealed = model.secrets.filter(({ kind }) => kind === 'key')
  const keys = sealed.flatMap((key): OpenKey[] => {
    const value = tryToOpen(parts.secretBox, key)
    return value === null ? [] : [{ ...key, value }]
  })
  const endpoint = {
    apiBase: model.isDemo ? parts.demoUrl : model.apiBase,
    model: model.model,
    provider: model.provider,
    apiKey: keys[0]?.value ?? null,
    ...(keys.length > 0 && { keys: parts.keyTurns.ring(model.id, keys) }),
  }
  return { endpoint, isLocked: sealed.length > 0 && keys.length === 0 }
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
