import { StartError } from '../start-error.ts'
import { createAdminCommand, resetPasswordCommand } from './account-commands.ts'
import { backupCommand } from './backup.ts'
import type { Command, CommandContext, Given } from './command.ts'
import { doctorCommand } from './doctor.ts'
import { restoreCommand } from './restore.ts'
import { rotateKeysCommand } from './rotate-keys.ts'
import { withDatabase } from './with-database.ts'

const commands: Record<string, Command> = {
  migrate: {
    takes: '',
    does: 'brings the database up to date',
    run: (_, context) => withDatabase(context, () => Promise.resolve('The database is up to date.')),
  },
  'create-admin': createAdminCommand,
  'reset-password': resetPasswordCommand,
  backup: backupCommand,
  restore: restoreCommand,
  'rotate-keys': rotateKeysCommand,
  doctor: doctorCommand,
}

/** Runs one command of the command line, and gives its exit code. Throws a `StartError` for a wrong one. */
export async function runCommand([name = '', ...words]: string[], context: CommandContext): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new StartError(`There is no command "${name}".\n\n${describeCommands()}`)
  const given = readGiven(command, words)
  if (!given) throw new StartError(`Usage: npm run chatmore -- ${describeUsage(name, command)}`)
  const result = await command.run(given, context)
  const { text, exitCode } = typeof result === 'string' ? { text: result, exitCode: 0 } : result
  context.write(`${text}\n`)
  return exitCode
}

/** Null where it is not what the command takes. */
function readGiven({ takes, flags = [] }: Command, words: string[]): Given | null {
  const flagsGiven = words.filter((word) => word.startsWith('--'))
  const rest = words.filter((word) => !word.startsWith('--'))
  const isComplete = rest.length === (takes === '' ? 0 : 1)
  if (!isComplete || !flagsGiven.every((flag) => flags.includes(flag))) return null
  return { word: rest[0] ?? '', flags: new Set(flagsGiven) }
}

function describeUsage(name: string, { takes, flags = [] }: Command): string {
  return [name, takes, ...flags.map((flag) => `[${flag}]`)].filter((part) => part !== '').join(' ')
}

function describeCommands(): string {
  const lines = Object.entries(commands).map(
    ([name, command]) => `  ${describeUsage(name, command).padEnd(30)}${command.does}`,
  )
  return ['Usage: npm run chatmore -- <command>', '', ...lines].join('\n')
}
