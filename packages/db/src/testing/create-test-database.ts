import { createConnection } from 'mysql2/promise'
import { openDatabase } from '../connection/open-database.ts'
import type { Database } from '../database.ts'
import { newId } from '../new-id.ts'
import { cloneSchema } from './clone-schema.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated, empty database on the run's server, as `test/database-setup.ts` gives it. */
    databaseServerUrl: string
  }
}

export interface TestDatabase extends AsyncDisposable {
  url: string
  db: Database
}

/** A fresh, migrated database of its own on the run's server; dropped when disposed. */
export async function createTestDatabase(): Promise<TestDatabase> {
  // Here, since the rest of this door serves programs outside vitest, too, which cannot load it.
  const { inject } = await import('vitest')
  const address = new URL(inject('databaseServerUrl'))
  const name = `chatmore_test_${newId().toLowerCase()}`
  address.pathname = `/${name}`
  const url = address.href
  await cloneSchema(inject('databaseServerUrl'), name)
  const { db, close } = openDatabase(url)
  return {
    url,
    db,
    async [Symbol.asyncDispose]() {
      await close()
      const connection = await createConnection(inject('databaseServerUrl'))
      await connection.query('DROP DATABASE ??', [name])
      await connection.end()
    },
  }
}
