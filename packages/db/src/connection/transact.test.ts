import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createConnection } from 'mysql2/promise'
import type { Database } from '../database.ts'
import { DuplicateKeyError } from '../errors/duplicate-key-error.ts'
import { findDatabaseFault } from '../errors/find-database-fault.ts'
import { workspaces } from '../schema/workspaces.ts'
import { createTestDatabase, type TestDatabase } from '../testing/create-test-database.ts'
import { openDatabase } from './open-database.ts'
import { repeat, transact } from './transact.ts'

const row = (id: string, name = 'Name') => ({
  id: id.padStart(26, '0'),
  name,
  isPersonal: true,
  createdAt: new Date(),
})

/** What the server answers when it gives a transaction up for another's sake. */
const giveUp = (errno: number) => Object.assign(new Error('given up'), { errno })

describe('transact', () => {
  let database: TestDatabase
  beforeAll(async () => void (database = await createTestDatabase()))
  afterAll(() => database[Symbol.asyncDispose]())
  beforeEach(async () => void (await database.db.delete(workspaces)))

  const names = async () => (await database.db.select().from(workspaces)).map((workspace) => workspace.name)

  it('writes all or nothing', async () => {
    await transact(database.db, (tx) => tx.insert(workspaces).values(row('1', 'kept')))
    const failing = transact(database.db, async (tx) => {
      await tx.insert(workspaces).values(row('2', 'lost'))
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await names()).toEqual(['kept'])
  })

  it.each([1213, 1205, 1020, 1047])('runs the whole work again after errno %i', async (errno) => {
    let tries = 0
    await transact(database.db, async (tx) => {
      await tx.insert(workspaces).values(row('1'))
      if (++tries < 3) throw new Error('wrapped', { cause: giveUp(errno) })
    })
    expect(tries).toBe(3)
    expect(await names()).toHaveLength(1)
  })

  it('gives up after five tries and says that the database is busy', async () => {
    let tries = 0
    const failing = transact(database.db, async () => {
      tries++
      throw giveUp(1213)
    })
    await expect(failing).rejects.toMatchObject({ kind: 'busy', cause: { message: 'given up' } })
    expect(tries).toBe(5)
  })

  it.each([1062, 1406, 4031])('does not run again after errno %i', async (errno) => {
    let tries = 0
    const failing = transact(database.db, async () => {
      tries++
      throw giveUp(errno)
    })
    await expect(failing).rejects.toThrow()
    expect(tries).toBe(1)
  })

  it('gets two that lock each other both done', async () => {
    await database.db.insert(workspaces).values([row('1'), row('2')])
    const firstLocks = withResolvers()
    const secondLocks = withResolvers()
    const lock = (tx: Database, id: string, name: string) =>
      tx
        .update(workspaces)
        .set({ name })
        .where(eq(workspaces.id, row(id).id))
    await Promise.all([
      transact(database.db, async (tx) => {
        await lock(tx, '1', 'first')
        firstLocks.resolve()
        await secondLocks.promise
        await lock(tx, '2', 'first')
      }),
      transact(database.db, async (tx) => {
        await lock(tx, '2', 'second')
        secondLocks.resolve()
        await firstLocks.promise
        await lock(tx, '1', 'second')
      }),
    ])
    expect(new Set(await names()).size).toBe(1)
  })

  it('names the key that refused a row', async () => {
    await database.db.insert(workspaces).values(row('1'))
    const failing = transact(database.db, (tx) => tx.insert(workspaces).values(row('1')))
    await expect(failing).rejects.toThrow(DuplicateKeyError)
    await expect(failing).rejects.toMatchObject({ key: 'PRIMARY' })
  })

  it('joins the transaction that it is called in', async () => {
    const failing = transact(database.db, async (tx) => {
      await transact(tx, (inner) => inner.insert(workspaces).values(row('1')))
      throw new Error('outer')
    })
    await expect(failing).rejects.toThrow('outer')
    expect(await names()).toEqual([])
  })

  it('sees after a lock what its holder wrote, although it had read before', async () => {
    await database.db.insert(workspaces).values(row('1', 'old'))
    const seen = await transact(database.db, async (tx) => {
      await tx.select().from(workspaces)
      await database.db.update(workspaces).set({ name: 'new' })
      const [workspace] = await tx.select().from(workspaces)
      return workspace?.name
    })
    expect(seen).toBe('new')
  })

  it('gives every connection back, also after its connection was cut', async () => {
    const { db, close } = openDatabase(database.url)
    const killer = await createConnection(database.url)
    for (let round = 0; round < 40; round++) {
      const failing = transact(db, async (tx) => {
        const [rows] = await tx.execute(sql`SELECT CONNECTION_ID() AS id`)
        await killer.query(`KILL ${(rows as unknown as { id: number }[])[0]!.id}`)
        await tx.select().from(workspaces)
      })
      await expect(failing).rejects.toThrow()
    }
    expect(await transact(db, (tx) => tx.select().from(workspaces))).toEqual([])
    await killer.end()
    await close()
  })
})

describe('repeat', () => {
  let database: TestDatabase
  beforeAll(async () => void (database = await createTestDatabase()))
  afterAll(() => database[Symbol.asyncDispose]())
  beforeEach(async () => void (await database.db.delete(workspaces)))

  const names = async () => (await database.db.select().from(workspaces)).map((workspace) => workspace.name)

  it('commits each statement alone, and a transaction within it whole', async () => {
    const failing = repeat(database.db, async (db) => {
      await db.insert(workspaces).values(row('1', 'alone'))
      await transact(db, (tx) => tx.insert(workspaces).values(row('2', 'together')))
      await transact(db, async (tx) => {
        await tx.insert(workspaces).values(row('3', 'given up'))
        throw new Error('changed my mind')
      })
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect((await names()).sort()).toEqual(['alone', 'together'])
  })

  it.each([1213, 1205, 1020, 1047, 1062])('runs its work again after errno %i', async (errno) => {
    let tries = 0
    const run = repeat(database.db, () => {
      if (++tries < 3) throw new Error('wrapped', { cause: giveUp(errno) })
      return Promise.resolve('done')
    })
    expect(await run).toBe('done')
    expect(tries).toBe(3)
  })

  it('says of a write that was cut off each time that its outcome is unknown', async () => {
    const { db, close } = openDatabase(database.url)
    const killer = await createConnection(database.url)
    let tries = 0
    const failing = repeat(db, async (each) => {
      tries += 1
      const [rows] = await each.execute(sql`SELECT CONNECTION_ID() AS id`)
      await killer.query(`KILL ${(rows as unknown as { id: number }[])[0]!.id}`)
      await each.insert(workspaces).values(row(String(tries)))
    })
    const failure = await failing.catch((error: unknown) => error)
    expect(findDatabaseFault(failure)).toMatchObject({ kind: 'away', isOutcomeUnknown: true })
    expect(tries).toBe(5)
    await killer.end()
    await close()
  })
})

describe('openDatabase', () => {
  it('gives every connection UTC, strict mode and READ COMMITTED before its first query', async () => {
    await using database = await createTestDatabase()
    const settings = sql`SELECT @@time_zone AS zone, @@tx_isolation AS isolation, @@sql_mode AS mode`
    const results = await Promise.all(Array.from({ length: 16 }, () => database.db.execute(settings)))
    for (const [rows] of results) {
      expect(rows).toMatchObject([
        { zone: '+00:00', isolation: 'READ-COMMITTED', mode: expect.stringContaining('STRICT_TRANS_TABLES') },
      ])
    }
  })

  it('says in words what is wrong with an address', () => {
    expect(() => openDatabase('postgres://x')).toThrow(/not of the form mysql:/)
    expect(() => openDatabase('nonsense')).toThrow(/not of the form mysql:/)
  })

  it('answers a ping, and fails it when the server is not there', async () => {
    await using database = await createTestDatabase()
    const alive = openDatabase(database.url)
    await alive.ping()
    await alive.close()
    const dead = openDatabase('mysql://user:secret@127.0.0.1:1/none')
    await expect(dead.ping()).rejects.toThrow()
    await dead.close()
  })
})

function withResolvers() {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}
