import { createAdmin, createPasswordLink } from '@chatmore/api/server'
import type { Environment } from '../env.ts'
import type { Command } from './command.ts'
import { withDatabase } from './with-database.ts'

export const createAdminCommand: Command = {
  takes: '<e-mail>',
  does: 'makes an administrator, of a new user or one who is there, and prints a link to set their password',
  run: ({ word: email }, context) =>
    withDatabase(context, async (db) => {
      const { isNew, ...link } = await createAdmin(db, email)
      const who = isNew ? 'There is a new administrator' : 'This user is an administrator now'
      return `${who}. ${describeLink(link, context.environment)}`
    }),
}

export const resetPasswordCommand: Command = {
  takes: '<e-mail>',
  does: 'prints a link by which a user sets another password',
  run: ({ word: email }, context) =>
    withDatabase(context, async (db) =>
      describeLink(await createPasswordLink(db, email), context.environment),
    ),
}

function describeLink(
  { token, expiresAt }: { token: string; expiresAt: string },
  { publicUrl, host, port }: Environment,
): string {
  const origin = publicUrl ?? `http://${host}:${port}`
  return `Open this within a day, once, to set the password (until ${expiresAt}):\n${origin}/reset-password#${token}`
}
