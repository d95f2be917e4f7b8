import { listAudit as readAudit } from '@chatmore/db'
import { auditListInputSchema, type AuditEntry, type Page } from '../../../contract/index.ts'
import { adminProcedure } from '../../trpc.ts'

export const listAudit = adminProcedure
  .input(auditListInputSchema)
  .query(({ ctx, input }): Promise<Page<AuditEntry>> => {
    const { from, to, ...rest } = input
    return readAudit(ctx.database, { ...rest, from: toDate(from), to: toDate(to) })
  })

function toDate(time: string | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time)
}
