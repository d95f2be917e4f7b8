import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../embedded/start-embedded-database.ts'

/** A real server in a temporary folder for one run of the tests, without the durability that tests do not need. */
export async function startTestServer(): Promise<EmbeddedDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chatmore-test-'))
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true })
  try {
    const log = { info: () => undefined, warn: () => undefined }
    const server = await startEmbeddedDatabase({ dataDir, log, durability: 'relaxed' })
    return {
      url: server.url,
      stop: async () => {
        await server.stop()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}
