import { countSealed, resealAll, type Database } from '@chatmore/db'
import { recordAudit } from '../audit/audited.ts'
import { AppError } from '../errors/app-error.ts'
import { createSecretBox, type SecretBox, type SecretBoxOptions } from '../services/secret-box.ts'
import { tryToOpen } from '../services/open-endpoint.ts'
import { fromCommandLine } from './command-line-source.ts'

export interface KeyRotation {
  /** How much is sealed under which secret now, by the secrets' ids. */
  counts: Map<string, number>
  keyIds: SecretBox['keyIds']
  changed: number
  /** How many of the secret before do not open, since the row was damaged or the text belongs to another. */
  unreadable: number
}

/**
 * Seals all that was sealed under the secret before anew, under the secret of now. What was done stays done when it ends
 * halfway: it is run again. Refuses, and changes nothing, where something was sealed under neither of them.
 */
export async function rotateKeys(database: Database, secrets: SecretBoxOptions): Promise<KeyRotation> {
  const box = createSecretBox(secrets)
  const { current, previous } = box.keyIds
  refuseUnknown(await countSealed(database), box)
  const { changed, left } =
    previous === null || previous === current
      ? { changed: 0, left: [] }
      : await resealAll(database, {
          prefix: box.prefixOf(previous),
          reseal: (id, cipher) => {
            const plain = tryToOpen(box, { id, cipher })
            return plain === null ? null : box.seal(id, plain)
          },
        })
  if (changed > 0) {
    const details = { before: previous, after: current, count: changed }
    await recordAudit(fromCommandLine(database), { action: 'secret.rotated', details })
  }
  const counts = await countSealed(database)
  return { counts, keyIds: box.keyIds, changed, unreadable: left.length }
}

function refuseUnknown(counts: Map<string, number>, { keyIds }: SecretBox): void {
  const { current, previous } = keyIds
  const unknown = [...counts].filter(([id]) => id !== current && id !== previous)
  if (unknown.length === 0) return
  const what = unknown.map(([id, count]) => `${count} under the secret ${id}`).join(', ')
  const known = previous === null ? current : `${current} (now) and ${previous} (before)`
  throw new AppError(
    'CONFLICT',
    `stored keys are sealed ${what}, which is not known; known is ${known}. Set CHATMORE_SECRET_PREVIOUS to that secret, or enter these keys again`,
  )
}
