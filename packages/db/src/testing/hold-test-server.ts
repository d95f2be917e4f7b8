/** A process of its own for the test of what becomes of a server whose process is killed. */
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { startTestServer } from './start-test-server.ts'

const { files } = await startTestServer()
const pid = Number(readFileSync(files.pid, 'utf8'))
process.stdout.write(`${JSON.stringify({ pid, folder: dirname(files.root) })}\n`)
setInterval(() => undefined, 60_000)
