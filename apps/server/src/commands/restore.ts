import path from 'node:path'
import { restoreDatabase } from '@chatmore/db'
import { explainDatabaseError } from '../explain-start-error.ts'
import { migrationsFolder } from '../paths.ts'
import { StartError } from '../start-error.ts'
import { describeContent, nameSecret } from './backup.ts'
import type { Command } from './command.ts'
import { withReached } from './with-database.ts'

const REPLACE = '--replace'

export const restoreCommand: Command = {
  takes: '<file>',
  flags: [REPLACE],
  does: 'puts a backup into an empty database, or with --replace into any',
  run: ({ word, flags }, context) =>
    withReached(context, async ({ url, isServing }) => {
      if (isServing) throw new StartError('ChatMore runs on this data folder: stop it, then restore.')
      const file = path.resolve(context.folder, word)
      const options = { migrationsFolder, isReplacing: flags.has(REPLACE) }
      const summary = await restoreDatabase(url, file, options).catch((error: unknown) => {
        throw explainDatabaseError(error)
      })
      return [
        `The database has ${describeContent(summary)}.`,
        `The keys of models can be read with the secret of that time alone: ${nameSecret(context.environment)} must be the same.`,
        'Run "npm run chatmore -- doctor" to see whether it is.',
      ].join('\n')
    }),
}
