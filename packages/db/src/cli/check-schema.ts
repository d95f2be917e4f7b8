import { resolve } from 'node:path'
import { findMissingMigration } from './find-missing-migration.ts'

const packageFolder = resolve(import.meta.dirname, '../..')

const missing = await findMissingMigration({
  schemaFolder: resolve(packageFolder, 'src/schema'),
  migrationsFolder: resolve(packageFolder, 'migrations'),
})
if (missing === null) {
  console.log('The migrations make the schema.')
} else {
  console.error(
    'The schema has changed since the last migration: run "npm run db:generate" and commit the result.',
  )
  console.error(missing)
  process.exitCode = 1
}
