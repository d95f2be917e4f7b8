import { startEmbeddedDatabase } from '../embedded/start-embedded-database.ts'
import { migrateDatabase } from '../migrate/migrate-database.ts'

// eslint-disable-next-line no-restricted-properties -- this command is an entry point of its own, apart from the server
const { DATABASE_URL, CHATMORE_DATA_DIR = '.data' } = process.env

/** Migrates the database that the server would use: that of DATABASE_URL, or the private one in the data folder. */
async function main(): Promise<void> {
  if (DATABASE_URL) return migrateDatabase(DATABASE_URL)
  const embedded = await startEmbeddedDatabase({ dataDir: CHATMORE_DATA_DIR, log: console })
  try {
    await migrateDatabase(embedded.url)
  } finally {
    await embedded.stop()
  }
}

try {
  await main()
  console.log('The database is up to date.')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
