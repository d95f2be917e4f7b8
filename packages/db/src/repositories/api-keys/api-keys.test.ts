import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DuplicateKeyError } from '../../errors/duplicate-key-error.ts'
import type { Scope } from '../../records/scope.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { seedUser } from '../../testing/seed.ts'
import { createApiKey } from './create-api-key.ts'
import { findApiKeyByHash } from './find-api-key-by-hash.ts'
import { listApiKeys } from './list-api-keys.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { updateApiKey } from './update-api-key.ts'
import { touchApiKeys } from './touch-api-keys.ts'

describe('API keys', () => {
  let database: TestDatabase
  let user: Scope
  let hashes = 0
  const nextHash = () => String(++hashes).padStart(64, '0')
  beforeAll(async () => {
    database = await createTestDatabase()
    user = await seedUser(database.db)
  })
  afterAll(() => database[Symbol.asyncDispose]())

  const create = (keyHash: string, expiresAt: Date | null = null) =>
    createApiKey(database.db, { ...user, name: 'CI', keyHash, hint: 'wxyz', expiresAt })

  it('are found by their hash with their user, and without the hash of the password', async () => {
    const keyHash = nextHash()
    const key = await create(keyHash)
    expect(await findApiKeyByHash(database.db, keyHash)).toEqual({
      id: key.id,
      expiresAt: null,
      ...{ modelIds: null, ipRanges: null, requestsPerMinute: null, tokensPerMinute: null },
      user: {
        id: user.userId,
        email: expect.stringContaining('@'),
        nickname: 'Someone',
        role: 'admin',
        createdAt: expect.any(String),
      },
    })
    expect(await findApiKeyByHash(database.db, nextHash())).toBeNull()
  })

  it('are not found once they have expired, though still listed', async () => {
    const [past, future] = [new Date(Date.now() - 1000), new Date(Date.now() + 60_000)]
    const [expired, valid] = [nextHash(), nextHash()]
    const { id } = await create(expired, past)
    await create(valid, future)
    expect(await findApiKeyByHash(database.db, expired)).toBeNull()
    expect(await findApiKeyByHash(database.db, valid)).toMatchObject({ expiresAt: future.toISOString() })
    expect((await listApiKeys(database.db, user.userId)).map((key) => key.id)).toContain(id)
  })

  it('are neither found nor listed once they are revoked, which works once', async () => {
    const keyHash = nextHash()
    const { id } = await create(keyHash)
    expect(await revokeApiKey(database.db, { ...user, id })).toBe(true)
    expect(await revokeApiKey(database.db, { ...user, id })).toBe(false)
    expect(await findApiKeyByHash(database.db, keyHash)).toBeNull()
    expect((await listApiKeys(database.db, user.userId)).map((key) => key.id)).not.toContain(id)
  })

  it('are nothing to a stranger', async () => {
    const keyHash = nextHash()
    const { id } = await create(keyHash)
    const stranger = await seedUser(database.db)
    expect(await revokeApiKey(database.db, { ...stranger, id })).toBe(false)
    expect(await listApiKeys(database.db, stranger.userId)).toEqual([])
    expect(await findApiKeyByHash(database.db, keyHash)).not.toBeNull()
  })

  it('are listed newest first, with when they were last used', async () => {
    const holder = await seedUser(database.db)
    const values = { ...holder, name: 'Key', hint: 'wxyz', expiresAt: null }
    const first = await createApiKey(database.db, { ...values, keyHash: nextHash() })
    const second = await createApiKey(database.db, { ...values, keyHash: nextHash() })
    await touchApiKeys(database.db, [first.id])
    const [newest, oldest] = await listApiKeys(database.db, holder.userId)
    expect(newest).toEqual(second)
    expect(oldest).toEqual({ ...first, lastUsedAt: expect.any(String) })
    await touchApiKeys(database.db, [first.id])
    expect((await listApiKeys(database.db, holder.userId))[1]).toEqual(oldest)
  })

  it('are found with what they are limited to, and changed in what is given', async () => {
    const keyHash = nextHash()
    const limits = {
      modelIds: ['a', 'b'],
      ipRanges: ['10.0.0.0/8'],
      requestsPerMinute: 5,
      tokensPerMinute: 6,
    }
    const values = { ...user, ...limits, name: 'CI', keyHash, hint: 'wxyz', expiresAt: null }
    const { id, ...made } = await createApiKey(database.db, values)
    expect(made).toMatchObject(limits)
    expect(await findApiKeyByHash(database.db, keyHash)).toMatchObject(limits)
    const changed = await updateApiKey(database.db, { ...user, id }, { name: 'New', modelIds: null })
    expect(changed).toEqual({ ...made, id, name: 'New', modelIds: null })
    expect((await listApiKeys(database.db, user.userId))[0]).toEqual(changed)
    expect(await updateApiKey(database.db, { ...user, id }, { name: undefined })).toEqual(changed)
    expect(
      await updateApiKey(database.db, { ...(await seedUser(database.db)), id }, { name: 'x' }),
    ).toBeNull()
    await revokeApiKey(database.db, { ...user, id })
    expect(await updateApiKey(database.db, { ...user, id }, { name: 'x' })).toBeNull()
  })

  it('refuse a hash that is there already', async () => {
    const keyHash = nextHash()
    await create(keyHash)
    await expect(create(keyHash)).rejects.toThrow(DuplicateKeyError)
  })
})
