import {
  addModelSecrets,
  removeAllModelSecrets,
  removeModelSecrets,
  type Database,
  type ModelConfigRow,
  type ModelSecretRow,
  type ModelSecretValues,
} from '@chatmore/db'
import { invalidInput } from '../errors/app-error.ts'
import { sealSecret } from './seal-secret.ts'
import type { SecretBox } from './secret-box.ts'

interface Parts {
  database: Database
  secretBox: SecretBox
}

interface Given {
  apiKey?: string | null | undefined
  extraHeaders?: Record<string, string> | null | undefined
}

/**
 * Puts the given keys and headers in place of those of the model. They go with its host: where it `moves` elsewhere, none of
 * the saved may go with it, so that they have to be entered again.
 */
export async function changeSecrets(
  parts: Parts,
  { id, secrets }: Pick<ModelConfigRow, 'id' | 'secrets'>,
  { apiKey, extraHeaders, moves = false }: Given & { moves?: boolean },
): Promise<void> {
  const saved = moves ? [] : secrets
  const headers = extraHeaders === undefined ? undefined : (extraHeaders ?? {})
  const kept = saved.filter((secret) =>
    secret.kind === 'key' ? apiKey === undefined : isKept(secret, headers),
  )
  const gone = secrets.filter((secret) => !kept.includes(secret))
  const goneIds = gone.map((secret) => secret.id)
  // Of what was added since it was read nothing may go along either.
  if (moves) await removeAllModelSecrets(parts.database, id)
  else await removeModelSecrets(parts.database, id, goneIds)
  await addModelSecrets(parts.database, id, [
    ...(apiKey ? [sealSecret(parts.secretBox, { kind: 'key', name: '', value: apiKey })] : []),
    ...sealHeaders(parts, headers, kept),
  ])
}

/** An empty value stands for the saved one. */
function isKept({ name }: ModelSecretRow, headers: Record<string, string> | undefined): boolean {
  if (!headers) return true
  return Object.entries(headers).some(([given, value]) => isSameHeader(given, name) && value === '')
}

function sealHeaders(
  { secretBox }: Parts,
  headers: Record<string, string> = {},
  kept: ModelSecretRow[],
): ModelSecretValues[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (value !== '') return sealSecret(secretBox, { kind: 'header', name, value })
    if (kept.some((each) => each.kind === 'header' && isSameHeader(each.name, name))) return []
    throw invalidInput({ [`extraHeaders.${name}`]: 'is empty' })
  })
}

export function isSameHeader(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
