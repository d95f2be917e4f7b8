import type { Logger } from 'pino'
import { runCommand } from './commands/run-command.ts'
import { createLogger } from './create-logger.ts'
import { readCallersFolder, readEnvironment } from './env.ts'
import { stopOnSignals } from './stop-on-signals.ts'
import { StartError } from './start-error.ts'
import { startServer } from './start-server.ts'
import { describeStart } from './welcome.ts'

const given = process.argv.slice(2)
if (given.length === 0) await main()
else await command(given)

/** What else can be done with the data than serve it: `npm run chatmore`. */
async function command(words: string[]): Promise<void> {
  try {
    const environment = readEnvironment()
    const log = createLogger('warn', process.stderr)
    const write = (text: string) => void process.stdout.write(text)
    process.exitCode = await runCommand(words, { environment, log, write, folder: readCallersFolder() })
  } catch (error) {
    process.stderr.write(`\n${describeRefusal(error)}\n\n`)
    process.exitCode = 1
  }
}

/** What the person who typed it can mend is said in a sentence. */
function describeRefusal(error: unknown): string {
  const isPlain = error instanceof StartError || (error instanceof Error && 'appCode' in error)
  return isPlain ? error.message : describeFailure(error)
}

async function main(): Promise<void> {
  try {
    const environment = readEnvironment()
    const log = createLogger(environment.logLevel)
    surviveUncaughtErrors(log)
    const starting = startServer(environment, { log })
    stopOnSignals(starting, { log, graceMs: environment.shutdownGraceMs })
    const server = await starting
    process.stdout.write(describeStart(environment, server))
    log.info({ url: server.url }, 'listening')
  } catch (error) {
    process.stderr.write(`\nChatMore cannot start. ${describeFailure(error)}\n\n`)
    process.exit(1)
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof StartError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** One failed task must not end the answers of everyone else; what it was is in the log. */
function surviveUncaughtErrors(log: Logger): void {
  process.on('uncaughtException', (error) => log.error({ error }, 'uncaught error'))
  process.on('unhandledRejection', (error) => log.error({ error }, 'unhandled rejection'))
  // A closed terminal or pipe is no reason to stop serving.
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
}
