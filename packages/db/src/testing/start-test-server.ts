import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../embedded/start-embedded-database.ts'
import { migrateDatabase } from '../migrate/migrate-database.ts'

/**
 * A real server in a temporary folder for one run of the tests, without the durability that tests do not need. Its database
 * is migrated and stays empty: `createTestDatabase` copies it.
 */
export async function startTestServer(): Promise<EmbeddedDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chatmore-test-'))
  const log = { info: () => undefined, warn: () => undefined }
  try {
    const server = await startEmbeddedDatabase({ dataDir, log, durability: 'relaxed' })
    const stop = async (): Promise<void> => {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
    await migrateDatabase(server.url).catch(async (error: unknown) => {
      await stop()
      throw error
    })
    return { url: server.url, stop }
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true })
    throw error
  }
}
