import { parseArgs } from 'node:util'
import { runSoak, type SoakReport } from './run-soak.ts'

const print = (line: string) => void process.stdout.write(`${line}\n`)

await main()

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } })
  const minutes = Number(values.minutes ?? 10)
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000))
  if (!(minutes > 0) || !Number.isInteger(seed)) {
    print('Usage: npm run soak -- --minutes 10 --seed 1')
    process.exitCode = 2
    return
  }
  const interrupt = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupt.abort())
  print(`soak of ${minutes} minutes with seed ${seed}`)
  try {
    const report = await runSoak({ seconds: minutes * 60, seed, tell: print, signal: interrupt.signal })
    printReport(report)
    process.exitCode = report.problems.length > 0 ? 1 : 0
  } catch (error) {
    if (!interrupt.signal.aborted) throw error
    print('interrupted; everything that was started has been stopped')
    process.exitCode = 130
  }
}

function printReport({ faults, sends, answers, shownTexts, resources, problems }: SoakReport): void {
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')
  print(`faults   ${list(faults)}`)
  print(`sends    ${list(sends)}`)
  print(`answers  ${list(answers)}`)
  print(`shown    ${shownTexts} texts compared, word by word, with what was written and what is stored`)
  print(`server   ${resources.descriptors} descriptors, ${resources.residentMb} MB at the end`)
  for (const problem of problems) print(`BROKEN   ${problem}`)
  print(problems.length > 0 ? `${problems.length} promises were broken` : 'every promise was kept')
}
