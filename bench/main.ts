import { closeAll } from './clean-up.ts'
import { splitCores } from './measure/cores.ts'
import { parseArguments } from './parse-arguments.ts'
import { longParts, partNames, parts } from './parts/parts.ts'
import { describeMachine } from './report/describe-machine.ts'
import { saveReport, writePage } from './report/results.ts'
import { toText } from './report/to-text.ts'

const print = (line: string) => void process.stdout.write(`${line}\n`)

// A reader of the output that has gone, as behind a pipe, is no reason to leave processes behind.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)
process.on('uncaughtException', (error) => void end(error))
process.on('unhandledRejection', (error) => void end(error))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(new Error(signal)))

let isEnding = false
await main()
await end()

async function main(): Promise<void> {
  const { names, isQuick, isWriting, rounds, minutes, otherPage } = parseArguments(process.argv.slice(2), {
    all: partNames,
    long: longParts,
  })
  for (const name of names) {
    print(`\n${name} ...`)
    // What one instance holds, it holds with all cores, and so does a browser.
    const cores = longParts.includes(name) ? null : splitCores()
    const result = await parts[name]({ isQuick, rounds, minutes, cores, print, otherPage })
    print(toText(result))
    if (isWriting) saveReport(name, { ...result, machine: describeMachine(cores !== null), rounds, isQuick })
  }
  if (isWriting) writePage(partNames)
}

async function end(error?: unknown): Promise<void> {
  if (isEnding) return
  isEnding = true
  if (error !== undefined) process.stderr.write(`\n${error instanceof Error ? error.stack : String(error)}\n`)
  await closeAll()
  process.exit(error === undefined ? 0 : 1)
}
