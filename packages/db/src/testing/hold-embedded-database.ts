/** A process of its own for the tests of the embedded database: starts it, tells its address, and stops it on SIGTERM. */
import { startEmbeddedDatabase } from '../embedded/start-embedded-database.ts'

const dataDir = process.argv[2] ?? ''
const log = { info: () => undefined, warn: (message: string) => void process.stderr.write(`${message}\n`) }

try {
  const database = await startEmbeddedDatabase({ dataDir, log })
  process.once('SIGTERM', () => void database.stop())
  process.stdout.write(`${JSON.stringify({ url: database.url })}\n`)
} catch (error) {
  const { code, message } = error as { code?: string; message: string }
  process.stdout.write(`${JSON.stringify({ code, message })}\n`)
}
