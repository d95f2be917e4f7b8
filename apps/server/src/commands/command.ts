import type { Logger } from 'pino'
import type { Environment } from '../env.ts'

export interface CommandContext {
  environment: Environment
  log: Logger
  write(text: string): void
  /** Where the person who typed the command is: names of files are meant from there. */
  folder: string
}

export interface Given {
  /** What was given beside flags; empty where the command takes nothing. */
  word: string
  flags: ReadonlySet<string>
}

export interface Command {
  /** What it is given, as its usage shows it. */
  takes: string
  /** What may be added, such as `--json`. */
  flags?: readonly string[]
  does: string
  /** Gives what is printed at the end, or that and an exit code. */
  run(given: Given, context: CommandContext): Promise<string | CommandResult>
}

export interface CommandResult {
  text: string
  exitCode: number
}
