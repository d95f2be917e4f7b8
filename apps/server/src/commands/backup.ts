import path from 'node:path'
import { backupDatabase, type BackupSummary } from '@chatmore/db'
import type { Environment } from '../env.ts'
import { explainDatabaseError } from '../explain-start-error.ts'
import type { Command } from './command.ts'
import { withReached } from './with-database.ts'

/** The database is not migrated before: it may be backed up by the version that is to migrate it. */
export const backupCommand: Command = {
  takes: '<file>',
  does: 'copies everything into a file, also while the server runs',
  run: ({ word }, context) =>
    withReached(context, async ({ url }) => {
      const file = path.resolve(context.folder, word)
      const summary = await backupDatabase(url, file).catch((error: unknown) => {
        throw explainDatabaseError(error)
      })
      const size = (summary.bytes / 1e6).toFixed(1)
      return [
        `${file} has ${describeContent(summary)} (${size} MB).`,
        `The keys of models are encrypted in it. Keep ${nameSecret(context.environment)} as well, in another place.`,
      ].join('\n')
    }),
}

export function describeContent({ takenAt, tables, rows }: BackupSummary): string {
  return `${rows} rows of ${tables} tables, as they were at ${takenAt}`
}

/** What the keys of models cannot be read without. */
export function nameSecret({ secret, dataDir }: Environment): string {
  return secret === null ? `the file ${path.join(dataDir, 'secret')}` : 'CHATMORE_SECRET'
}
