import { splitCores } from './measure/cores.ts'
import { parseArguments } from './parse-arguments.ts'
import { longParts, partNames, parts } from './parts/parts.ts'
import { describeMachine } from './report/describe-machine.ts'
import { saveReport, writePage } from './report/results.ts'
import { toText } from './report/to-text.ts'

const { names, isQuick, isWriting, rounds, minutes } = parseArguments(process.argv.slice(2), {
  all: partNames,
  long: longParts,
})
const print = (line: string) => void process.stdout.write(`${line}\n`)

const cores = names.every((name) => longParts.includes(name)) ? null : splitCores()
for (const name of names) {
  print(`\n${name} ...`)
  const result = await parts[name]({ isQuick, rounds, minutes, cores, print })
  print(toText(result))
  if (isWriting) saveReport(name, { ...result, machine: describeMachine(cores !== null), rounds, isQuick })
}
if (isWriting) writePage(partNames)
process.exit(0)
