import { createApiKey, createUser, newId, type Database } from '@chatmore/db'
import { createApiKeySecret } from '../../../packages/api/src/server/auth/api-key-secret.ts'

export interface Account {
  userId: string
  token: string
}

/** A user with an API key, straight into the database: registering many is refused, and rightly so. */
export async function createAccount(db: Database): Promise<Account> {
  const email = `${newId().toLowerCase()}@example.org`
  const user = await createUser(db, { email, nickname: 'Bench', passwordHash: '-', mayRegister: () => true })
  if (!user) throw new Error('The user was not created.')
  const { key, keyHash, hint } = createApiKeySecret()
  await createApiKey(db, { userId: user.id, name: 'bench', keyHash, hint, expiresAt: null })
  return { userId: user.id, token: key }
}
