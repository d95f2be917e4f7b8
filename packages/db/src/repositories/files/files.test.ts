import { createHash } from 'node:crypto'
import { count, eq, sql } from 'drizzle-orm'
import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { transact } from '../../connection/transact.ts'
import type { FileValues } from '../../records/file.ts'
import type { Scope } from '../../records/scope.ts'
import { fileBodies } from '../../schema/file-bodies.ts'
import { fileParts } from '../../schema/file-parts.ts'
import { files } from '../../schema/files.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { seedUser } from '../../testing/seed.ts'
import { findFile, findFiles } from './find-files.ts'
import { markSent } from './mark-sent.ts'
import { readBytesUnscoped, readParts } from './read-bytes.ts'
import { removeUnsent } from './remove-unsent.ts'
import { saveFile } from './save-file.ts'

const HOUR_MS = 3_600_000
const inAnHour = () => new Date(Date.now() + HOUR_MS)

describe('files', () => {
  let database: TestDatabase
  let ada: Scope
  let bob: Scope
  beforeAll(async () => void (database = await createTestDatabase()))
  afterAll(() => database[Symbol.asyncDispose]())
  beforeEach(async () => {
    await database.db.delete(files)
    await database.db.delete(fileBodies)
    ;[ada, bob] = [await seedUser(database.db), await seedUser(database.db)]
  })

  function toValues(bytes: Buffer, changes: Partial<FileValues> = {}): FileValues {
    const hash = createHash('sha256').update(bytes).digest('hex')
    const facts = { mediaType: 'text/plain', size: bytes.length, width: null, height: null, tokens: 3 }
    return { ...facts, hash, bytes, name: 'notes.txt', mostBytes: 100_000_000, ...changes }
  }

  async function save(scope: Scope, text: string, changes: Partial<FileValues> = {}) {
    const saved = await saveFile(database.db, scope, toValues(Buffer.from(text), changes))
    if (!saved) throw new Error('There was no room.')
    return saved
  }

  async function counts() {
    const sizes = [files, fileBodies, fileParts].map((table) =>
      database.db.select({ count: count() }).from(table),
    )
    return (await Promise.all(sizes)).map(([row]) => row?.count)
  }

  it('keeps bytes once, whoever has them and whatever they are called', async () => {
    const mine = await save(ada, 'Hello')
    expect(await save(ada, 'Hello')).toEqual(mine)
    const renamed = await save(ada, 'Hello', { name: 'other.txt' })
    const another = await save(bob, 'Hello')
    expect(new Set([mine.id, renamed.id, another.id]).size).toBe(3)
    expect(await counts()).toEqual([3, 1, 1])
  })

  it('gives back what it was given, in parts that a statement has room for', async () => {
    const bytes = Buffer.alloc(1_300_000, 'Some bytes of a picture')
    const facts = { mediaType: 'image/png', width: 640, height: 480 }
    const saved = await saveFile(database.db, ada, toValues(bytes, facts))
    expect(saved).toEqual({ id: expect.any(String), name: 'notes.txt', size: 1_300_000, tokens: 3, ...facts })
    expect((await readBytesUnscoped(database.db, saved!.id))?.equals(bytes)).toBe(true)
    const parts: Buffer[] = []
    const { hash } = (await findFile(database.db, ada, saved!.id))!
    for await (const part of readParts(database.db, hash)) parts.push(part)
    expect(parts.map(({ length }) => length)).toEqual([524_288, 524_288, 251_424])
    expect(Buffer.concat(parts).equals(bytes)).toBe(true)
  })

  it('are found by their owner alone, in the order asked for', async () => {
    const [one, two] = [await save(ada, 'One'), await save(ada, 'Two')]
    expect(await findFiles(database.db, ada, [two.id, one.id])).toEqual([two, one])
    expect(await findFiles(database.db, bob, [one.id])).toBeNull()
    expect(await findFiles(database.db, ada, [one.id, (await save(bob, 'Bob’s')).id])).toBeNull()
    expect(await findFile(database.db, bob, one.id)).toBeNull()
  })

  it('take no more room than a user has, tiny ones 4 KB each', async () => {
    await save(ada, 'x'.repeat(10_000))
    const next = (text: string, mostBytes: number) =>
      saveFile(database.db, ada, toValues(Buffer.from(text), { mostBytes }))
    expect(await next('tiny', 14_095)).toBeNull()
    expect(await next('tiny', 14_096)).not.toBeNull()
    expect(await next('tiny', 1)).not.toBeNull()
    expect(await saveFile(database.db, bob, toValues(Buffer.from('y'), { mostBytes: 5000 }))).not.toBeNull()
  })

  it('that two upload at once are kept for both', async () => {
    const uploads = [ada, bob, ada, bob, ada].map((scope) => save(scope, 'the same'.repeat(100_000)))
    const ids = (await Promise.all(uploads)).map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
    expect(await counts()).toEqual([2, 1, 2])
  })

  describe('that were never sent', () => {
    it('go, with bytes that nobody else has', async () => {
      const [sent, shared] = [await save(ada, 'sent'), await save(ada, 'shared')]
      await save(ada, 'lonely')
      expect(await markSent(database.db, [sent.id, (await save(bob, 'shared')).id])).toBe(true)
      await removeUnsent(database.db, inAnHour())
      expect(await findFile(database.db, ada, sent.id)).not.toBeNull()
      expect(await findFile(database.db, ada, shared.id)).toBeNull()
      expect(await counts()).toEqual([2, 2, 2])
      expect(await markSent(database.db, [sent.id, shared.id])).toBe(false)
    })

    it('stay for a while after their last upload', async () => {
      const before = new Date(Date.now() - HOUR_MS)
      const { id } = await save(ada, 'again')
      await database.db.update(files).set({ uploadedAt: new Date(before.getTime() - 1) })
      await save(ada, 'again')
      await removeUnsent(database.db, before)
      expect(await findFile(database.db, ada, id)).not.toBeNull()
    })

    it('leave their bytes to whoever uploads the same at that very moment', async () => {
      const { id } = await save(ada, 'the same')
      let removing: Promise<void> | null = null
      await transact(database.db, async (tx) => {
        const saved = await saveFile(tx, bob, toValues(Buffer.from('the same')))
        expect(saved).not.toBeNull()
        removing = removeUnsent(database.db, inAnHour())
        await waitForLock()
      })
      await removing
      expect(await findFile(database.db, ada, id)).toBeNull()
      const [body] = await database.db.select().from(fileBodies)
      const kept = await database.db.select().from(files).where(eq(files.hash, body!.hash))
      expect(kept.map(({ userId }) => userId)).toEqual([bob.userId])
      expect((await readBytesUnscoped(database.db, kept[0]!.id))?.toString()).toBe('the same')
    })
  })

  /** Until the cleaner stands before the row that the upload has locked. */
  async function waitForLock(): Promise<void> {
    for (const until = Date.now() + 20_000; Date.now() < until;) {
      const [rows] = await database.db.execute(
        sql`SELECT 1 FROM information_schema.PROCESSLIST
          WHERE INFO LIKE 'select%file_bodies%for update' AND ID <> CONNECTION_ID()`,
      )
      if ((rows as unknown as RowDataPacket[]).length > 0) return
    }
    throw new Error('nobody waited')
  }
})
