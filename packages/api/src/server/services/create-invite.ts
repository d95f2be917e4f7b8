import { createInvite as insertInvite } from '@chatmore/db'
import type { z } from 'zod'
import type { inviteCreateInputSchema, LinkToken, User } from '../../contract/index.ts'
import { audited } from '../audit/audited.ts'
import { createSecretToken, hashSecretToken } from '../auth/secret-token.ts'
import type { Context } from '../context.ts'
import { AppError } from '../errors/app-error.ts'

const DAY_MS = 24 * 60 * 60 * 1000

type Author = Context & { user: User }

/** The token is told this once: the database has its hash. */
export async function createInvite(
  ctx: Author,
  { role, note = null, expiresInDays }: z.output<typeof inviteCreateInputSchema>,
): Promise<LinkToken & { id: string }> {
  if ((await ctx.auth.readRegistration()).registration === 'closed') {
    throw new AppError('REGISTRATION_CLOSED', 'registration is closed: set CHATMORE_REGISTRATION to invite')
  }
  const token = createSecretToken()
  const expiresAt = new Date(Date.now() + expiresInDays * DAY_MS)
  const values = { tokenHash: hashSecretToken(token), role, note, createdBy: ctx.user.id, expiresAt }
  const { id } = await audited(ctx, async (database, record) => {
    const created = await insertInvite(database, values)
    record({
      action: 'invite.created',
      target: { id: created.id, name: note },
      details: { role, expiresInDays },
    })
    return created
  })
  return { id, token, expiresAt: expiresAt.toISOString() }
}
