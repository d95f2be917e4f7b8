/** Loaded into the server under test: tells at its end how long its event loop was busy at a time. */
import { writeSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 10
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })

// Starting is not serving.
setTimeout(() => delays.enable(), 2000).unref()
process.on('exit', () => {
  const toMs = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)
  const told = { p50: toMs(delays.percentile(50)), p99: toMs(delays.percentile(99)), max: toMs(delays.max) }
  writeSync(1, `\nevent loop ${JSON.stringify(told)}\n`)
})
