import type { Database } from '../../database.ts'
import { passwordResets } from '../../schema/password-resets.ts'

interface ResetValues {
  userId: string
  tokenHash: string
  expiresAt: Date
}

/** A user has one link at most: an earlier one is good no longer. */
export async function saveReset(db: Database, { userId, ...link }: ResetValues): Promise<void> {
  const values = { ...link, createdAt: new Date() }
  await db
    .insert(passwordResets)
    .values({ userId, ...values })
    .onDuplicateKeyUpdate({ set: values })
}
