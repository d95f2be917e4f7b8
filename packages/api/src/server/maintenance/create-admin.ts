import { changeUser, createUser, findUserByEmail, type Database } from '@chatmore/db'
import { registerInputSchema, type LinkToken } from '../../contract/index.ts'
import { audited, type AuditSource } from '../audit/audited.ts'
import { hashPassword } from '../auth/password.ts'
import { createSecretToken } from '../auth/secret-token.ts'
import { invalidInput, notFound } from '../errors/app-error.ts'
import { createResetLink } from '../services/create-reset-link.ts'
import { fromCommandLine } from './command-line-source.ts'

/**
 * Makes the user with this e-mail address an administrator who may sign in, or a new one. They set their password by the
 * link: none is typed where a shell keeps it.
 */
export async function createAdmin(
  database: Database,
  typed: string,
): Promise<LinkToken & { isNew: boolean }> {
  const email = parseEmail(typed)
  const source = fromCommandLine(database)
  const found = await findUserByEmail(database, email)
  const id = found?.id ?? (await register(source, email))
  await audited(source, async (tx, note) => {
    const change = await changeUser(tx, id, { role: 'admin', isSuspended: false })
    if (change === null || change === 'lastAdmin') throw notFound('this user')
    const details = { before: change.was.role, after: 'admin' }
    if (change.was.role !== 'admin')
      note({ action: 'user.roleChanged', target: { id, name: email }, details })
    if (change.was.isSuspended) note({ action: 'user.restored', target: { id, name: email } })
  })
  return { ...(await createResetLink(source, id)), isNew: found === null }
}

/** A link by which the user with this e-mail address sets another password. */
export async function createPasswordLink(database: Database, typed: string): Promise<LinkToken> {
  const user = await findUserByEmail(database, parseEmail(typed))
  if (!user) throw notFound('a user with this e-mail address')
  return createResetLink(fromCommandLine(database), user.id)
}

function parseEmail(typed: string): string {
  const parsed = registerInputSchema.shape.email.safeParse(typed)
  if (!parsed.success) throw invalidInput({ email: 'is not an e-mail address' })
  return parsed.data
}

/** With a password that nobody knows. */
async function register(source: AuditSource, email: string): Promise<string> {
  const passwordHash = await hashPassword(createSecretToken())
  const nickname = email.slice(0, email.indexOf('@')).slice(0, 60)
  return audited(source, async (tx, note) => {
    const user = await createUser(tx, { email, nickname, passwordHash, mayRegister: () => true })
    if (!user) throw notFound('this user')
    note({ action: 'user.registered', target: { id: user.id, name: email }, details: { role: user.role } })
    return user.id
  })
}
