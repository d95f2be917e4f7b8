import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scope } from '../../records/scope.ts'
import { authSessions } from '../../schema/auth-sessions.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { users } from '../../schema/users.ts'
import { workspaceMembers } from '../../schema/workspace-members.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { explainQueries } from '../../testing/explain-queries.ts'
import { seedModel, seedSession, seedUser } from '../../testing/seed.ts'
import { createApiKey } from '../api-keys/create-api-key.ts'
import { revokeApiKey } from '../api-keys/revoke-api-key.ts'
import { removeSession } from '../sessions/remove-session.ts'
import { findRights } from './find-rights.ts'

const HOUR = 3_600_000

describe('the rights of many', () => {
  let database: TestDatabase
  let user: Scope
  let hashes = 0
  beforeAll(async () => {
    database = await createTestDatabase()
    user = await seedUser(database.db)
  })
  afterAll(() => database[Symbol.asyncDispose]())

  const nextHash = () => String(++hashes).padStart(64, '0')
  const nobody = { signIns: [], apiKeys: [], sessions: [], models: [], signedInAfter: new Date(0) }

  async function signIn(of: Scope, { expiresIn = HOUR, since = 0 } = {}): Promise<string> {
    const id = nextHash()
    const [expiresAt, createdAt] = [new Date(Date.now() + expiresIn), new Date(Date.now() - since)]
    await database.db.insert(authSessions).values({ id, userId: of.userId, expiresAt, createdAt })
    return id
  }
  async function createKey(of: Scope, expiresAt: Date | null = null, modelIds: string[] | null = null) {
    const keyHash = nextHash()
    const values = { name: 'CI', keyHash, hint: 'wxyz', expiresAt, ipRanges: ['10.0.0.0/8'], modelIds }
    const { id } = await createApiKey(database.db, { userId: of.userId, ...values })
    return { id, keyHash }
  }

  it('are read at once: sign-ins, keys and sessions of several users', async () => {
    const other = await seedUser(database.db)
    const [own, others] = [await signIn(user), await signIn(other)]
    const key = await createKey(other)
    const session = await seedSession(database.db, user)
    const rights = await findRights(database.db, {
      ...nobody,
      signIns: [own, others, nextHash()],
      apiKeys: [key.keyHash, nextHash()],
      sessions: [session.id],
    })
    expect(rights.holders).toEqual(
      new Map([
        [own, { userId: user.userId, apiKeyId: null, ipRanges: null }],
        [others, { userId: other.userId, apiKeyId: null, ipRanges: null }],
        [key.keyHash, { userId: other.userId, apiKeyId: key.id, ipRanges: ['10.0.0.0/8'] }],
      ]),
    )
    expect(rights.owners).toEqual(new Map([[session.id, user.userId]]))
  })

  it('are none where nothing is asked for', async () => {
    const rights = await findRights(database.db, nobody)
    expect([rights.holders.size, rights.owners.size]).toEqual([0, 0])
  })

  it('are gone with a sign-in that has expired, began too long ago or has ended', async () => {
    const expired = await signIn(user, { expiresIn: -1000 })
    const old = await signIn(user, { since: 2 * HOUR })
    const ended = await signIn(user)
    await database.db.delete(authSessions).where(eq(authSessions.id, ended))
    const signedInAfter = new Date(Date.now() - HOUR)
    const rights = await findRights(database.db, {
      ...nobody,
      signIns: [expired, old, ended],
      signedInAfter,
    })
    expect(rights.holders.size).toBe(0)
  })

  it('are gone with a key that has expired or is revoked', async () => {
    const expired = await createKey(user, new Date(Date.now() - 1000))
    const revoked = await createKey(user)
    await revokeApiKey(database.db, { ...user, id: revoked.id })
    const rights = await findRights(database.db, { ...nobody, apiKeys: [expired.keyHash, revoked.keyHash] })
    expect(rights.holders.size).toBe(0)
  })

  it('are gone while their user is suspended', async () => {
    const suspended = await seedUser(database.db)
    const [own, key] = [await signIn(suspended), await createKey(suspended)]
    const ask = () => findRights(database.db, { ...nobody, signIns: [own], apiKeys: [key.keyHash] })
    const suspend = (suspendedAt: Date | null) =>
      database.db.update(users).set({ suspendedAt }).where(eq(users.id, suspended.userId))
    await suspend(new Date())
    expect((await ask()).holders.size).toBe(0)
    await suspend(null)
    expect((await ask()).holders.size).toBe(2)
  })

  it('are gone with a session that was removed, and with the membership of its workspace', async () => {
    const member = await seedUser(database.db)
    const [removed, left] = [await seedSession(database.db, user), await seedSession(database.db, member)]
    await removeSession(database.db, user, removed.id)
    await database.db.delete(workspaceMembers).where(eq(workspaceMembers.userId, member.userId))
    const rights = await findRights(database.db, { ...nobody, sessions: [removed.id, left.id] })
    expect(rights.owners.size).toBe(0)
  })

  it('to models are those of keys that are for them, and gone with the model or with who may use it', async () => {
    const [open, closed, other] = await Promise.all([
      seedModel(database.db),
      seedModel(database.db),
      seedModel(database.db),
    ])
    const change = (id: string, values: Partial<typeof modelConfigs.$inferInsert>) =>
      database.db.update(modelConfigs).set(values).where(eq(modelConfigs.id, id))
    await change(closed.id, { access: 'roles' })
    const [any, one] = [await createKey(user), await createKey(user, null, [open.id, closed.id])]
    const ask = async () => {
      const question = { apiKeys: [any.keyHash, one.keyHash], models: [open.id, closed.id, other.id] }
      const { models } = await findRights(database.db, { ...nobody, ...question })
      return [open, closed, other].map(({ id }) => [...(models.get(id) ?? [])].sort())
    }
    const both = [any.keyHash, one.keyHash].sort()
    expect(await ask()).toEqual([both, [], [any.keyHash]])
    await change(open.id, { removedAt: new Date() })
    expect(await ask()).toEqual([[], [], [any.keyHash]])
  })

  it('take one statement', async () => {
    const session = await seedSession(database.db, user)
    const question = {
      ...nobody,
      signIns: [nextHash()],
      apiKeys: [nextHash()],
      sessions: [session.id],
      models: [session.id],
    }
    const steps = await explainQueries(database.url, (db) => findRights(db, question))
    expect(new Set(steps.map(({ query }) => query))).toEqual(new Set([0]))
  })
})
