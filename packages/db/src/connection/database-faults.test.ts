import { sql } from 'drizzle-orm'
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { findDatabaseFault } from '../errors/find-database-fault.ts'
import { hasUsers } from '../repositories/users/has-users.ts'
import { workspaces } from '../schema/workspaces.ts'
import type { TestServer } from '../testing/control-server.ts'
import { cutAtCommit } from '../testing/cut-at-commit.ts'
import { startTestServer } from '../testing/start-test-server.ts'
import { openDatabase, type OpenDatabase, type OpenDatabaseOptions } from './open-database.ts'
import { transact } from './transact.ts'

const row = (id: string, name = 'Name') => ({
  id: id.padStart(26, '0'),
  name,
  isPersonal: true,
  createdAt: new Date(),
})

/** How a call ended, and after how many milliseconds. */
async function ending(work: Promise<unknown>) {
  const startedAt = Date.now()
  const kind = await work.then(
    () => 'done',
    (error: unknown) => findDatabaseFault(error)?.kind ?? String(error),
  )
  return { kind, ms: Date.now() - startedAt }
}
/** The product has ten seconds in mind; a busy machine that runs tests may take longer, and what never ends takes for ever. */
const SOON = 20_000

describe('a database that is not well', { timeout: 60_000 }, () => {
  let server: TestServer
  const opened: { close(): Promise<void> }[] = []
  beforeAll(async () => {
    server = await startTestServer({
      hasPort: true,
      durability: 'full',
      serverArguments: ['--max-connections=30'],
    })
  })
  afterAll(() => server.stop())
  beforeEach(async () => void (await open().db.delete(workspaces)))
  afterEach(async () => void (await Promise.all(opened.splice(0).map((each) => each.close()))))

  function open(options?: OpenDatabaseOptions, url = server.url): OpenDatabase {
    const database = openDatabase(url, options)
    opened.push(database)
    return database
  }
  async function connectRaw(): Promise<Connection> {
    const connection = await createConnection(server.url)
    opened.push({ close: () => Promise.resolve(connection.destroy()) })
    return connection
  }
  const names = async (db: Database) => (await db.select().from(workspaces)).map(({ name }) => name)

  describe('whose rows others hold', () => {
    async function lockRow(): Promise<Connection> {
      const other = await connectRaw()
      await other.query('BEGIN')
      await other.query('SELECT * FROM workspaces FOR UPDATE')
      return other
    }

    it('waits for a lock, gives up, and has what it wanted in a later try', async () => {
      const { db } = open()
      await db.insert(workspaces).values(row('1', 'old'))
      const other = await lockRow()
      let tries = 0
      await transact(db, async (tx) => {
        tries += 1
        const updating = tx.update(workspaces).set({ name: 'new' })
        await updating.catch(async (error: unknown) => {
          await other.query('COMMIT')
          throw error
        })
      })
      expect(tries).toBe(2)
      expect(await names(db)).toEqual(['new'])
    })

    it('says that it is busy within ten seconds where the lock stays', async () => {
      const { db } = open()
      await db.insert(workspaces).values(row('1', 'old'))
      await lockRow()
      const { kind, ms } = await ending(transact(db, (tx) => tx.update(workspaces).set({ name: 'new' })))
      expect(kind).toBe('busy')
      expect(ms).toBeLessThan(SOON)
      expect(await names(db)).toEqual(['old'])
    })

    it('runs a transaction again that read what another has changed since', async () => {
      const { db } = open({ connections: 1 })
      await db.insert(workspaces).values(row('1', 'old'))
      await db.execute(sql`SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ`)
      await db.execute(sql`SET SESSION innodb_snapshot_isolation = ON`)
      const other = await connectRaw()
      const read: string[] = []
      await transact(db, async (tx) => {
        const [name = ''] = await names(tx)
        read.push(name)
        if (read.length === 1) await other.query("UPDATE workspaces SET name = 'theirs'")
        await tx.update(workspaces).set({ name: `${name} and ours` })
      })
      expect(read).toEqual(['old', 'theirs'])
      expect(await names(db)).toEqual(['theirs and ours'])
    })

    it('runs a transaction again when a node of a cluster was not ready, as the server says it', async () => {
      const { db } = open()
      let tries = 0
      const notReady = sql.raw("SIGNAL SQLSTATE '08S01' SET MYSQL_ERRNO = 1047, MESSAGE_TEXT = 'not ready'")
      await transact(db, async (tx) => {
        await tx.insert(workspaces).values(row('1'))
        if (++tries < 4) await tx.execute(notReady)
      })
      expect(tries).toBe(4)
      expect(await names(db)).toHaveLength(1)
      const always = transact(db, (tx) => tx.execute(notReady))
      await expect(always).rejects.toMatchObject({ kind: 'busy' })
    })

    it('gives a connection to the next in line, and tells who waited too long that it is busy', async () => {
      const { db } = open({ connections: 1 })
      const hog = db.execute(sql`SELECT SLEEP(7)`)
      const { kind, ms } = await ending(hasUsers(db))
      expect(kind).toBe('busy')
      expect(ms).toBeLessThan(SOON)
      const waited = ending(hasUsers(db))
      await hog
      expect(await waited).toMatchObject({ kind: 'done' })
    })

    it('keeps connections for running answers, whatever people’s queries are busy with', async () => {
      const { db, background } = open({ connections: 2 })
      const hogs = Promise.all([1, 2].map(() => db.execute(sql`SELECT SLEEP(2)`)))
      let areDone = false
      void hogs.then(() => (areDone = true))
      await background.insert(workspaces).values(row('1'))
      expect(areDone).toBe(false)
      await hogs
    })
  })

  describe('that is away', () => {
    it('is found so within ten seconds when it stands still, by all of many at once, and heals by itself', async () => {
      const { db, ping } = open()
      await Promise.all(Array.from({ length: 16 }, () => hasUsers(db)))
      await ping()
      await server.pause()
      try {
        const pinged = ending(ping())
        const calls = Array.from({ length: 60 }, (_, index) =>
          ending(
            index % 2 ? hasUsers(db) : transact(db, (tx) => tx.insert(workspaces).values(row(`${index}`))),
          ),
        )
        expect(await pinged).toMatchObject({ kind: 'away' })
        const endings = await Promise.all(calls)
        expect(endings.filter(({ kind }) => kind !== 'away' && kind !== 'busy')).toEqual([])
        expect(Math.max(...endings.map(({ ms }) => ms))).toBeLessThan(SOON)
      } finally {
        server.resume()
      }
      await ping()
      await transact(db, (tx) => tx.insert(workspaces).values(row('after')))
      expect(await names(db)).toEqual(['Name'])
    })

    it('is used again after it was killed and started, though every connection kept was dead', async () => {
      const { db, ping } = open()
      await Promise.all(Array.from({ length: 16 }, () => hasUsers(db)))
      await server.kill()
      expect(await ending(hasUsers(db))).toMatchObject({ kind: 'away' })
      expect(await ending(ping())).toMatchObject({ kind: 'away' })
      await server.start()
      const endings = await Promise.all(Array.from({ length: 32 }, () => ending(hasUsers(db))))
      expect(new Set(endings.map(({ kind }) => kind))).toEqual(new Set(['done']))
    })

    it('is asked anew on a fresh connection where the kept ones were forgotten on the way', async () => {
      await using way = await cutAtCommit(server.url)
      const { db } = open({}, way.url)
      await Promise.all(Array.from({ length: 8 }, () => hasUsers(db)))
      way.silence()
      expect((await ending(hasUsers(db))).kind).toBe('away')
      const { kind, ms } = await ending(hasUsers(db))
      expect(kind).toBe('done')
      expect(ms).toBeLessThan(SOON)
    })

    it('lets no more in, and is busy until somebody leaves', async () => {
      const { db } = open()
      const crowd = await fillConnections()
      expect(await ending(hasUsers(db))).toMatchObject({ kind: 'busy' })
      for (const each of crowd) each.destroy()
      await expect.poll(() => ending(hasUsers(db)), { timeout: 10_000 }).toMatchObject({ kind: 'done' })
    })

    async function fillConnections(): Promise<Connection[]> {
      const crowd: Connection[] = []
      for (;;) {
        try {
          crowd.push(await connectRaw())
        } catch {
          return crowd
        }
      }
    }

    it('takes no changes, and is read all the same', async () => {
      const { db } = open()
      await server.administer('SET GLOBAL read_only = 1')
      try {
        expect(await ending(transact(db, (tx) => tx.insert(workspaces).values(row('1'))))).toMatchObject({
          kind: 'readOnly',
        })
        expect(await names(db)).toEqual([])
      } finally {
        await server.administer('SET GLOBAL read_only = 0')
      }
      await transact(db, (tx) => tx.insert(workspaces).values(row('1')))
    })
  })

  describe('that was lost at the COMMIT', () => {
    /** Writes a row once, by its key. */
    const writeOnce = (db: Database, isRepeatable: boolean) =>
      transact(
        db,
        async (tx) => {
          if ((await names(tx)).length === 0) await tx.insert(workspaces).values(row('1'))
        },
        { isRepeatable },
      )

    it.each(['before', 'after'] as const)(
      'has what may be repeated done once, cut %s the server heard of it',
      async (when) => {
        await using way = await cutAtCommit(server.url)
        const { db } = open({}, way.url)
        await hasUsers(db)
        way.cutNext(when)
        await writeOnce(db, true)
        expect(way.count()).toBe(1)
        expect(await names(db)).toEqual(['Name'])
      },
    )

    it.each([
      ['before', 0],
      ['after', 1],
    ] as const)('says of the rest that nobody knows, cut %s the server heard of it', async (when, count) => {
      await using way = await cutAtCommit(server.url)
      const { db } = open({}, way.url)
      await hasUsers(db)
      way.cutNext(when)
      await expect(writeOnce(db, false)).rejects.toMatchObject({ kind: 'away', isOutcomeUnknown: true })
      expect(await names(db)).toHaveLength(count)
    })

    it('says so of a single write, too, and not of a read', async () => {
      const { db } = open({ connections: 1 })
      const killer = await connectRaw()
      async function cutDuring(statement: (id: number) => Promise<unknown>) {
        const [rows] = await db.execute(sql`SELECT CONNECTION_ID() AS id`)
        const { id } = (rows as unknown as { id: number }[])[0]!
        const cut = statement(id).catch((error: unknown) => findDatabaseFault(error))
        await expect.poll(() => isBusy(killer, id)).toBe(true)
        await killer.query(`KILL ${id}`)
        return cut
      }
      expect(await cutDuring(() => db.execute(sql`DO SLEEP(9)`))).toMatchObject({ isOutcomeUnknown: true })
      expect(await cutDuring(() => db.execute(sql`SELECT SLEEP(9)`))).toMatchObject({
        isOutcomeUnknown: false,
      })
    })

    async function isBusy(connection: Connection, id: number): Promise<boolean> {
      const [rows] = await connection.query<RowDataPacket[]>('SHOW PROCESSLIST')
      return rows.some((each) => each.Id === id && String(each.Info).includes('SLEEP'))
    }
  })
})
