import { getTableColumns } from 'drizzle-orm'
import { trimDecimal } from '../../money/compute-cost.ts'
import type { AnswerErrorCode, MessageRecord } from '../../records/message.ts'
import { messages } from '../../schema/messages.ts'

const privateNames = [
  'clientMessageId',
  'requestHash',
  'sendKey',
  'leaseOwner',
  'leaseFence',
  'leaseUntil',
  'updatedAt',
  'asked',
  'purpose',
] as const
type PrivateName = (typeof privateNames)[number]

/** What a message is read as, of the table or an alias of it; the lease and the keys of a send stay there. */
export function toMessageColumns<Columns extends Record<PrivateName, unknown>>(columns: Columns) {
  const kept: Omit<Columns, PrivateName> & Partial<Pick<Columns, PrivateName>> = { ...columns }
  for (const name of privateNames) delete kept[name]
  return kept as Omit<Columns, PrivateName>
}

export const messageColumns = toMessageColumns(getTableColumns(messages))

type MessageRow = Pick<typeof messages.$inferSelect, keyof typeof messageColumns>

export function toMessage(row: MessageRow): MessageRecord {
  return {
    ...row,
    attachments: row.attachments ?? undefined,
    errorCode: row.errorCode as AnswerErrorCode | null,
    cost: row.cost === null ? null : trimDecimal(row.cost),
    createdAt: row.createdAt.toISOString(),
  }
}
