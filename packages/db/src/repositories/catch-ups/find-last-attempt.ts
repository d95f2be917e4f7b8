import { desc, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { messages } from '../../schema/messages.ts'

/** The newest answer to an input, as far as it decides what comes next. */
export async function findLastAttempt(tx: Database, inputId: string) {
  const { id, status, attempt, archivedBy } = messages
  const [answer] = await tx
    .select({ id, status, attempt, archivedBy })
    .from(messages)
    .where(eq(messages.replyToId, inputId))
    .orderBy(desc(messages.attempt))
    .limit(1)
  return answer
}
