import { listSignIns as findSignIns } from '@chatmore/db'
import type { SignIn } from '../../../contract/index.ts'
import { toSignInId } from '../../auth/sessions.ts'
import { noInputSchema, userProcedure } from '../../trpc.ts'

export const listSignIns = userProcedure.input(noInputSchema).query(async ({ ctx }): Promise<SignIn[]> => {
  const current = toSignInId(ctx.credentials)
  const rows = await findSignIns(ctx.database, ctx.user.id)
  return rows.map((row) => ({ ...row, isCurrent: row.id === current }))
})
