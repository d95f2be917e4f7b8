/** Loaded into the server under test, with `--expose-gc`: tells on SIGUSR2 how much its heap holds. */
import { writeSync } from 'node:fs'

process.on('SIGUSR2', () => {
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  writeSync(1, `\nheap ${JSON.stringify({ heapUsed, external })}\n`)
})
