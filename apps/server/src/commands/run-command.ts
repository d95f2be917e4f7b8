import { createAdmin, createPasswordLink } from '@chatmore/api/server'
import type { Logger } from 'pino'
import { connectDatabase, type ConnectedDatabase } from '../connect-database.ts'
import type { Environment } from '../env.ts'
import { StartError } from '../start-error.ts'

export interface CommandContext {
  environment: Environment
  log: Logger
  write(text: string): void
}

interface Command {
  /** What it is given, as its usage shows it. */
  takes: string
  does: string
  run(database: ConnectedDatabase, given: string, context: CommandContext): Promise<string>
}

/** The database is migrated before any of them, as a start does it. */
const commands: Record<string, Command> = {
  migrate: {
    takes: '',
    does: 'brings the database up to date',
    run: () => Promise.resolve('The database is up to date.'),
  },
  'create-admin': {
    takes: '<e-mail>',
    does: 'makes an administrator, of a new user or one who is there, and prints a link to set their password',
    async run({ db }, email, { environment }) {
      const { isNew, ...link } = await createAdmin(db, email)
      const who = isNew ? 'There is a new administrator' : 'This user is an administrator now'
      return `${who}. ${describeLink(link, environment)}`
    },
  },
  'reset-password': {
    takes: '<e-mail>',
    does: 'prints a link by which a user sets another password',
    async run({ db }, email, { environment }) {
      return describeLink(await createPasswordLink(db, email), environment)
    },
  },
}

/** Runs one command of the command line. Throws a `StartError` for a wrong one. */
export async function runCommand([name = '', ...given]: string[], context: CommandContext): Promise<void> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new StartError(`There is no command "${name}".\n\n${describeCommands()}`)
  const isComplete = given.length === (command.takes === '' ? 0 : 1)
  if (!isComplete) throw new StartError(`Usage: npm run chatmore -- ${name} ${command.takes}`.trim())
  const database = await connectDatabase(context.environment, context.log)
  try {
    context.write(`${await command.run(database, given[0] ?? '', context)}\n`)
  } finally {
    await database.close()
  }
}

function describeCommands(): string {
  const lines = Object.entries(commands).map(
    ([name, { takes, does }]) => `  ${`${name} ${takes}`.padEnd(26)}${does}`,
  )
  return ['Usage: npm run chatmore -- <command>', '', ...lines].join('\n')
}

function describeLink(
  { token, expiresAt }: { token: string; expiresAt: string },
  { publicUrl, host, port }: Environment,
): string {
  const origin = publicUrl ?? `http://${host}:${port}`
  return `Open this within a day, once, to set the password (until ${expiresAt}):\n${origin}/reset-password#${token}`
}
