import { nameSecrets } from '@chatmore/api/server'
import type { Environment } from '../env.ts'
import { findSecret } from '../load-secret.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

/** Whether the secret of now opens what is stored. The ids that it names tell nothing of the secrets. */
export async function checkSecret(
  { secret: configured, previousSecret, dataDir }: Environment,
  sealed: Map<string, number>,
): Promise<Finding> {
  const secret = await findSecret(configured, dataDir).catch(() => null)
  const total = [...sealed.values()].reduce((sum, count) => sum + count, 0)
  if (secret === null) {
    return total === 0
      ? ok('secret', 'There is none yet: the first start makes it.')
      : fail(
          'secret',
          `${total} stored keys cannot be read: put back the secret file, or set CHATMORE_SECRET.`,
        )
  }
  try {
    return compare(sealed, nameSecrets({ secret, previousSecret: previousSecret ?? undefined }))
  } catch {
    return fail('secret', 'The secret is shorter than 32 bytes: put back the one that was there.')
  }
}

function compare(sealed: Map<string, number>, keyIds: ReturnType<typeof nameSecrets>): Finding {
  const { current, previous } = keyIds
  const unknown = [...sealed].filter(([id]) => id !== current && id !== previous)
  if (unknown.length > 0) {
    const what = unknown.map(([id, count]) => `${count} stored keys need the secret ${id}`).join(', ')
    return fail(
      'secret',
      `${what}, and this one is ${current}: set CHATMORE_SECRET_PREVIOUS to that secret, or enter the keys again.`,
    )
  }
  const old = previous !== null && previous !== current ? (sealed.get(previous) ?? 0) : 0
  if (old > 0) {
    return warn('secret', `${old} stored keys need the secret before: run "npm run chatmore -- rotate-keys".`)
  }
  return ok('secret', `The secret ${current} opens all ${sealed.get(current) ?? 0} stored keys.`)
}
