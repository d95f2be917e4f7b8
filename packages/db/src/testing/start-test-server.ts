import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase } from '../migrate/migrate-database.ts'
import { controlServer, type TestServer, type TestServerOptions } from './control-server.ts'
import { watchOverServer } from './watch-over-server.ts'

/**
 * A real server in a temporary folder, without the durability that most tests do not need. Its database is migrated and
 * stays empty: `createTestDatabase` copies it. It ends with this process, also where that is killed.
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'chatmore-test-'))
  const remove = (): void =>
    rmSync(join(dataDir, options.dataDir ? 'mysql' : ''), { recursive: true, force: true })
  try {
    const server = await controlServer(dataDir, options)
    const letGo = watchOverServer(server.files, join(dataDir, options.dataDir ? 'mysql' : ''))
    const stop = async (): Promise<void> => {
      await server.kill()
      letGo()
      remove()
    }
    await migrateDatabase(server.url).catch(async (error: unknown) => {
      await stop()
      throw error
    })
    return { ...server, stop }
  } catch (error) {
    remove()
    throw error
  }
}
