import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../connection/open-database.ts'
import { DuplicateKeyError } from '../../errors/duplicate-key-error.ts'
import type { Database } from '../../database.ts'
import type { UserValues } from '../../records/user.ts'
import { instanceState } from '../../schema/instance-state.ts'
import { users } from '../../schema/users.ts'
import { workspaceMembers } from '../../schema/workspace-members.ts'
import { workspaces } from '../../schema/workspaces.ts'
import { createTestDatabase } from '../../testing/create-test-database.ts'
import { createUser } from './create-user.ts'
import { findUserByEmail } from './find-user-by-email.ts'
import { hasUsers } from './has-users.ts'

const values = (email: string, mayRegister: UserValues['mayRegister'] = () => true): UserValues => ({
  email,
  nickname: 'Ada',
  passwordHash: '$argon2id$hash',
  mayRegister,
})

async function countRows(db: Database) {
  const tables = [users, workspaces, workspaceMembers, instanceState]
  return Promise.all(tables.map(async (table) => (await db.select().from(table)).length))
}

describe('createUser', () => {
  it('makes exactly one admin of fifty registrations at once from four pools', async () => {
    await using database = await createTestDatabase()
    const pools = Array.from({ length: 4 }, () => openDatabase(database.url))
    const registered = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        createUser(pools[index % 4]!.db, values(`user${index}@example.org`)),
      ),
    )
    await Promise.all(pools.map((pool) => pool.close()))
    expect(registered.filter((user) => user?.role === 'admin')).toHaveLength(1)
    expect(await countRows(database.db)).toEqual([50, 50, 50, 1])
  })

  it('registers one user of ten where only the first may', async () => {
    await using database = await createTestDatabase()
    const registered = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        createUser(
          database.db,
          values(`user${index}@example.org`, ({ isFirst }) => isFirst),
        ),
      ),
    )
    expect(registered.filter((user) => user !== null).map((user) => user.role)).toEqual(['admin'])
    expect(await countRows(database.db)).toEqual([1, 1, 1, 1])
  })

  it('gives the user a personal workspace that they own', async () => {
    await using database = await createTestDatabase()
    const user = await createUser(database.db, values('ada@example.org'))
    const [member] = await database.db.select().from(workspaceMembers)
    const [workspace] = await database.db.select().from(workspaces)
    expect(member).toMatchObject({ userId: user?.id, workspaceId: workspace?.id, role: 'owner' })
    expect(workspace?.isPersonal).toBe(true)
  })

  it('writes nothing for a refused registration, and leaves the first place to the next', async () => {
    await using database = await createTestDatabase()
    const refused = await createUser(
      database.db,
      values('ada@example.org', () => false),
    )
    expect(refused).toBeNull()
    expect(await countRows(database.db)).toEqual([0, 0, 0, 0])
    expect((await createUser(database.db, values('ada@example.org')))?.role).toBe('admin')
  })

  it('refuses an e-mail that is taken, and writes nothing', async () => {
    await using database = await createTestDatabase()
    await createUser(database.db, values('ada@example.org'))
    const second = createUser(database.db, values('ada@example.org'))
    await expect(second).rejects.toThrow(DuplicateKeyError)
    await expect(second).rejects.toMatchObject({ key: 'users_email_unique' })
    expect(await countRows(database.db)).toEqual([1, 1, 1, 1])
  })

  it('holds two addresses that differ by an accent for two', async () => {
    await using database = await createTestDatabase()
    await createUser(database.db, values('andre@example.org'))
    expect(await createUser(database.db, values('andré@example.org'))).not.toBeNull()
  })
})

describe('finding users', () => {
  it('finds by e-mail with the password hash', async () => {
    await using database = await createTestDatabase()
    expect(await hasUsers(database.db)).toBe(false)
    const user = await createUser(database.db, values('ada@example.org'))
    expect(await hasUsers(database.db)).toBe(true)
    expect(await findUserByEmail(database.db, 'ada@example.org')).toEqual({
      ...user,
      passwordHash: '$argon2id$hash',
      isSuspended: false,
    })
    expect(await findUserByEmail(database.db, 'eve@example.org')).toBeNull()
  })
})
