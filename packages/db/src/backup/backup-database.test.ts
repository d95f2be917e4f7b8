import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyMigrations } from '../migrate/apply-migrations.ts'
import { migrateDatabase } from '../migrate/migrate-database.ts'
import { readMigrations } from '../migrate/read-migrations.ts'
import { createTestDatabase, type TestDatabase } from '../testing/create-test-database.ts'
import { fillOddRows } from '../testing/fill-odd-rows.ts'
import { backupDatabase } from './backup-database.ts'
import { restoreDatabase } from './restore-database.ts'

const ROWS = 7

let folder: string
let file: string
let source: TestDatabase
let server: Connection
const made: string[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chatmore-backup-'))
  file = join(folder, 'chatmore.backup')
  source = await createTestDatabase()
  server = await createConnection({ uri: source.url, charset: 'utf8mb4' })
  await fillOddRows(server, ROWS)
})
afterAll(async () => {
  for (const name of made) await server.query('DROP DATABASE IF EXISTS ??', [name])
  await server.end()
  await source[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

/** The address of a database beside the others that is not there yet. */
function toNew(): { url: string; name: string } {
  const address = new URL(source.url)
  const name = `${address.pathname.slice(1)}_${made.length}`
  made.push(name)
  address.pathname = name
  return { url: address.href, name }
}

const nameOf = (url: string) => new URL(url).pathname.slice(1)

/** All that is in a database, byte by byte. */
async function readAll(name: string): Promise<Record<string, unknown[]>> {
  const [tables] = await server.query<RowDataPacket[]>('SHOW TABLES FROM ??', [name])
  const contents = new Map<string, unknown[]>()
  for (const table of tables.map((row) => String(Object.values(row)[0]))) {
    // When a migration was applied is the one thing that differs.
    const columns = table === 'schema_migrations' ? 'made_at, hash, steps_done, steps_total' : '*'
    const [rows] = await server.query<RowDataPacket[]>({
      sql: `SELECT ${columns} FROM \`${name}\`.\`${table}\``,
      typeCast: (field) =>
        (field as unknown as { buffer(): Buffer | null }).buffer()?.toString('hex') ?? null,
    })
    contents.set(table, rows.map((row) => JSON.stringify(row)).sort())
  }
  return Object.fromEntries(contents)
}

const restore = (url: string, from = file) => restoreDatabase(url, from, { isReplacing: false })

/** A file with the backup's lines as `change` makes them. */
function rewrite(change: (lines: string[]) => string[]): string {
  const changed = join(folder, 'changed.backup')
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
  writeFileSync(changed, gzipSync(change(lines).join('\n') + '\n'))
  return changed
}

describe('a backup', () => {
  it('restores to the same content, exact in every type', async () => {
    const summary = await backupDatabase(source.url, file)
    expect(summary).toMatchObject({ bytes: statSync(file).size, tables: expect.any(Number) as number })
    expect(summary.rows).toBe(summary.tables * ROWS)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const { url, name } = toNew()
    expect(await restore(url)).toMatchObject({ rows: summary.rows, takenAt: summary.takenAt })
    const before = await readAll(nameOf(source.url))
    expect(Object.keys(before).length).toBeGreaterThan(20)
    expect(await readAll(name)).toEqual(before)
    // It is a database as any other.
    await migrateDatabase(url)
  })

  it('takes the place of no file, and leaves none where it fails', async () => {
    await expect(backupDatabase(source.url, file)).rejects.toThrow(`The file ${file} is there already`)
    const lost = join(folder, 'nowhere', 'x.backup')
    await expect(backupDatabase(source.url, lost)).rejects.toThrow('a folder that does not exist')
    const { url, name } = toNew()
    await server.query('CREATE DATABASE ??', [name])
    await expect(backupDatabase(url, join(folder, 'empty'))).rejects.toThrow('There is no ChatMore')
    expect(existsSync(join(folder, 'empty'))).toBe(false)
    expect(readdirSync(folder).filter((found) => found.endsWith('.partial'))).toEqual([])
  })

  it('of an older schema gets that schema, and is then migrated', async () => {
    const migrations = readMigrations()
    const old = toNew()
    await server.query('CREATE DATABASE ??', [old.name])
    const connection = await createConnection(old.url)
    await applyMigrations(connection, migrations.slice(0, 8))
    await connection.query(
      `INSERT INTO workspaces VALUES (REPEAT('W', 26), 'Ada 🦊', 1, '2026-01-02 03:04:05.678')`,
    )
    await connection.end()
    const oldFile = join(folder, 'old.backup')
    await backupDatabase(old.url, oldFile)
    const { url, name } = toNew()
    await restore(url, oldFile)
    const after = await readAll(name)
    expect(after.schema_migrations).toHaveLength(migrations.length)
    expect(after.workspaces).toEqual((await readAll(old.name)).workspaces)
  })
})

describe('restore refuses, and changes nothing', () => {
  it.each([
    ['a file that is not there', () => join(folder, 'none'), /does not exist/],
    ['a folder', () => folder, /is a folder/],
    ['what is not compressed', () => write(Buffer.from('CREATE TABLE users')), /is not a backup of ChatMore/],
    ['another compressed file', () => write(gzipSync('hello\n')), /is not a backup of ChatMore/],
    ['an empty file', () => write(Buffer.alloc(0)), /not whole/],
    ['a file cut in half', () => write(readFileSync(file).subarray(0, statSync(file).size / 2)), /not whole/],
    ['a file whose last byte is gone', () => write(readFileSync(file).subarray(0, -1)), /not whole/],
    ['a changed byte', () => write(flip(readFileSync(file))), /damaged|not whole/],
    ['lines that end too soon', () => rewrite((lines) => lines.slice(0, -1)), /its end is missing/],
    [
      'a line that is cut off',
      () => write(gzipSync(gunzipSync(readFileSync(file)).subarray(0, -9))),
      /not whole/,
    ],
    ['a row that is gone', () => rewrite((lines) => lines.filter((_, index) => index !== 2)), /all rows of/],
    ['more after the end', () => rewrite((lines) => [...lines, '[]']), /goes on after its end/],
    [
      'a newer format',
      () => rewrite(([header = '', ...lines]) => [header.replace('Backup":1', 'Backup":2'), ...lines]),
      /written by a newer ChatMore/,
    ],
    [
      'a newer schema',
      () => rewrite(([header = '', ...lines]) => [header.replace('ations":[', 'ations":[9,'), ...lines]),
      /a database of a newer ChatMore/,
    ],
  ])('%s', async (_, toFile, sentence) => {
    const { url, name } = toNew()
    const refused = restore(url, toFile())
    await expect(refused).rejects.toThrow(sentence)
    await expect(refused).rejects.toMatchObject({ name: 'DatabaseError' })
    expect((await server.query<RowDataPacket[]>('SHOW DATABASES LIKE ?', [name]))[0]).toEqual([])
  })

  it('a database in use', async () => {
    await using target = await createTestDatabase()
    await server.query(`INSERT INTO \`${nameOf(target.url)}\`.users SELECT * FROM users LIMIT 1`)
    await expect(restore(target.url)).rejects.toThrow('add --replace')
    await expect(restore(target.url, write(Buffer.from('x'.repeat(99))))).rejects.toThrow('not a backup')
    expect((await readAll(nameOf(target.url))).users).toHaveLength(1)
  })

  it("another program's database", async () => {
    const { url, name } = toNew()
    await server.query('CREATE DATABASE ??', [name])
    await server.query('CREATE TABLE ??.orders (id int)', [name])
    await expect(restoreDatabase(url, file, { isReplacing: true })).rejects.toThrow('another program')
    expect(Object.keys(await readAll(name))).toEqual(['orders'])
  })

  const write = (content: Buffer): string => {
    const other = join(folder, 'other')
    writeFileSync(other, content)
    return other
  }
  const flip = (content: Buffer): Buffer => {
    const middle = Math.floor(content.length / 2)
    content[middle] = (content[middle] ?? 0) ^ 0xff
    return content
  }
})

it('leaves a mark where it ends halfway, with which nothing starts, and begins anew when it is run again', async () => {
  await using target = await createTestDatabase()
  const { url } = target
  const name = nameOf(url)
  await server.query(`INSERT INTO \`${name}\`.users SELECT * FROM users LIMIT 1`)
  const failing = rewrite((lines) => [
    ...lines.slice(0, -1),
    '{"table":"unknown","columns":[["id","text"]]}',
    '["1"]',
    '{"end":"unknown","rows":1}',
    (lines.at(-1) ?? '').replace(/\d+,"rows":(\d+)/, (text) => raise(text)),
  ])
  const replacing = restoreDatabase(url, failing, { isReplacing: true })
  await expect(replacing).rejects.toThrow(/no ChatMore starts on it/)
  expect((await readAll(name)).users).toHaveLength(ROWS)
  await expect(migrateDatabase(url)).rejects.toThrow('begun and not finished')
  await expect(backupDatabase(url, join(folder, 'half'))).rejects.toThrow('begun and not finished')
  await restore(url)
  expect(await readAll(name)).toEqual(await readAll(nameOf(source.url)))
})

/** Each number one more. */
const raise = (text: string): string => text.replace(/\d+/g, (number) => String(Number(number) + 1))
