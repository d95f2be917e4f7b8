import { newId, type ModelSecretKind, type ModelSecretValues } from '@chatmore/db'
import type { SecretBox } from './secret-box.ts'

interface PlainSecret {
  kind: ModelSecretKind
  name: string
  value: string
}

/** The id is made first: what is sealed opens for its own row alone. */
export function sealSecret(secretBox: SecretBox, { kind, name, value }: PlainSecret): ModelSecretValues {
  const id = newId()
  return { id, kind, name, cipher: secretBox.seal(id, value) }
}
