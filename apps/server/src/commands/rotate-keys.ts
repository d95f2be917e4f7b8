import { rotateKeys, type KeyRotation } from '@chatmore/api/server'
import { loadSecret } from '../load-secret.ts'
import type { Command, CommandResult } from './command.ts'
import { withDatabase } from './with-database.ts'

export const rotateKeysCommand: Command = {
  takes: '',
  does: 'seals the keys of models anew, from CHATMORE_SECRET_PREVIOUS to the secret of now',
  async run(_, context) {
    const { secret: configured, previousSecret, dataDir } = context.environment
    const secret = await loadSecret(configured, dataDir)
    return withDatabase(context, async (db) =>
      describeRotation(await rotateKeys(db, { secret, previousSecret: previousSecret ?? undefined })),
    )
  },
}

function describeRotation({ counts, keyIds, changed, unreadable }: KeyRotation): CommandResult {
  const lines = [`${changed} sealed anew under the secret ${keyIds.current}.`]
  for (const [id, count] of counts) lines.push(`${count} in all under the secret ${id}.`)
  if (unreadable > 0) {
    lines.push(`${unreadable} could not be opened, since they were damaged: enter these keys again.`)
  } else if (keyIds.previous !== null) {
    lines.push('CHATMORE_SECRET_PREVIOUS is of no more use for them: unset it, and start ChatMore again.')
  }
  return { text: lines.join('\n'), exitCode: unreadable > 0 ? 1 : 0 }
}
