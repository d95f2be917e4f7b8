import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase, openDatabase, type Database } from '@chatmore/db'
import { startEmbeddedDatabase } from '@chatmore/db/embedded'
import { closeOnce } from '../../clean-up.ts'

export interface BenchDatabase {
  url: string
  db: Database
  close(): Promise<void>
}

/** A fresh MariaDB or MySQL in a temporary folder, as durable as the product's own. */
export async function startDatabase(): Promise<BenchDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chatmore-bench-'))
  const log = { info: () => undefined, warn: (message: string) => void process.stderr.write(`${message}\n`) }
  const server = await startEmbeddedDatabase({ dataDir, log })
  await migrateDatabase(server.url)
  const { db, close } = openDatabase(server.url)
  return {
    url: server.url,
    db,
    close: closeOnce(async () => {
      await close()
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }),
  }
}
