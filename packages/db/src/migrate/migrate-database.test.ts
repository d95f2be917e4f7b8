import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { DatabaseError } from '../errors/database-error.ts'
import { newId } from '../new-id.ts'
import { migrateDatabase } from './migrate-database.ts'

const ownMigrations = fileURLToPath(new URL('../../migrations', import.meta.url))

describe('migrateDatabase', () => {
  let url: string
  let folder: string
  beforeEach(() => {
    const address = new URL(inject('databaseServerUrl'))
    address.pathname = `/chatmore_test_${newId().toLowerCase()}`
    url = address.href
    folder = mkdtempSync(join(tmpdir(), 'chatmore-migrations-'))
  })
  afterEach(async () => {
    await query(inject('databaseServerUrl'), `DROP DATABASE IF EXISTS \`${new URL(url).pathname.slice(1)}\``)
    rmSync(folder, { recursive: true, force: true })
  })

  async function query(address: string, statement: string) {
    const connection = await createConnection(address)
    try {
      const [rows] = await connection.query<RowDataPacket[]>(statement)
      return rows
    } finally {
      await connection.end()
    }
  }

  /** Migrations of our own, each a list of statements, in the generator's format. */
  function writeMigrations(...migrations: string[][]) {
    cpSync(ownMigrations, folder, { recursive: true })
    const entries = migrations.map((statements, index) => {
      const tag = `000${index}_step`
      writeFileSync(join(folder, `${tag}.sql`), statements.join('\n--> statement-breakpoint\n'))
      return { idx: index, version: '5', when: 1000 + index, tag, breakpoints: true }
    })
    const journal = { version: '7', dialect: 'mysql', entries }
    writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify(journal))
  }
  const migrate = () => migrateDatabase(url, { migrationsFolder: folder })
  const tables = async () => (await query(url, 'SHOW TABLES')).map((row) => Object.values(row)[0])

  it('creates the database and its tables, once for eight starts at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => migrateDatabase(url)))
    expect(await tables()).toContain('messages')
    const journal = JSON.parse(readFileSync(join(ownMigrations, 'meta/_journal.json'), 'utf8')) as {
      entries: []
    }
    const applied = await query(url, 'SELECT * FROM schema_migrations WHERE steps_done = steps_total')
    expect(applied).toHaveLength(journal.entries.length)
  })

  it('gives every text column its character set, whatever the database defaults to', async () => {
    const address = new URL(url)
    await query(
      inject('databaseServerUrl'),
      `CREATE DATABASE \`${address.pathname.slice(1)}\` CHARACTER SET latin1`,
    )
    await migrateDatabase(url)
    const odd = await query(
      url,
      `SELECT table_name, column_name, collation_name FROM information_schema.columns WHERE table_schema = DATABASE()
       AND collation_name NOT IN ('utf8mb4_bin', 'ascii_bin')`,
    )
    expect(odd).toEqual([])
  })

  it('applies what is new and leaves alone what was applied', async () => {
    writeMigrations(['CREATE TABLE one (id int)'])
    await migrate()
    writeMigrations(
      ['CREATE TABLE one (id int)'],
      ['CREATE TABLE two (id int)', 'ALTER TABLE two ADD name int'],
    )
    await migrate()
    await migrate()
    expect(await tables()).toEqual(['one', 'schema_migrations', 'two'])
  })

  it('says which step failed and why, keeps what came before, and goes on from there', async () => {
    writeMigrations([
      'CREATE TABLE one (id int)',
      'CREATE TABLE two (nonsense)',
      'CREATE TABLE three (id int)',
    ])
    const failing = migrate()
    await expect(failing).rejects.toThrow(DatabaseError)
    await expect(failing).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringMatching(/^Step 2 of the migration failed: You have an error in your SQL syntax/),
    })
    expect(await tables()).toEqual(['one', 'schema_migrations'])
    writeMigrations(['CREATE TABLE one (id int)', 'CREATE TABLE two (id int)', 'CREATE TABLE three (id int)'])
    await migrate()
    expect(await tables()).toEqual(['one', 'schema_migrations', 'three', 'two'])
  })

  it('goes on after a kill between a step and its note', async () => {
    writeMigrations(['CREATE TABLE one (id int)', 'CREATE TABLE two (id int)'])
    await migrate()
    await query(url, 'DROP TABLE two')
    await query(url, 'UPDATE schema_migrations SET steps_done = 0')
    await migrate()
    expect(await tables()).toEqual(['one', 'schema_migrations', 'two'])
  })

  it('changes rows once, also when it is cut in the middle of that step', async () => {
    writeMigrations([
      'CREATE TABLE one (id int)',
      'INSERT INTO one VALUES (1)',
      'UPDATE one SET id = id + 1',
      'INSERT INTO nowhere VALUES (1)',
    ])
    await expect(migrate()).rejects.toThrow()
    await expect(migrate()).rejects.toThrow()
    expect(await query(url, 'SELECT id FROM one')).toEqual([{ id: 2 }])
  })

  it('does not take a table that was there before for its own work', async () => {
    writeMigrations(['CREATE TABLE one (id int)'])
    await migrate()
    writeMigrations(['CREATE TABLE one (id int)'], ['CREATE TABLE one (id int)'])
    await expect(migrate()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
  })

  it('refuses a database that a newer version has changed', async () => {
    writeMigrations(['CREATE TABLE one (id int)'], ['CREATE TABLE two (id int)'])
    await migrate()
    writeMigrations(['CREATE TABLE one (id int)'])
    await expect(migrate()).rejects.toMatchObject({ code: 'NEWER_DATABASE' })
  })

  it.each([
    [
      'UNREACHABLE',
      'mysql://user:secret@127.0.0.1:1/none',
      /127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/,
    ],
    [
      'UNREACHABLE',
      'mysql://user:secret@localhost/none?socketPath=/no/such.sock',
      /^The database at \/no\/such\.sock/,
    ],
    ['BAD_URL', 'http://127.0.0.1', /mysql:\/\//],
  ])('says %s in a sentence without the password for %s', async (code, address, sentence) => {
    const failing = migrateDatabase(address)
    await expect(failing).rejects.toMatchObject({ code, message: expect.stringMatching(sentence) })
    await expect(failing).rejects.not.toMatchObject({ message: expect.stringContaining('secret') })
  })

  it('says who was refused', async () => {
    const address = new URL(url)
    address.password = 'wrong'
    await expect(migrateDatabase(address.href)).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
      message: expect.stringContaining('refused user "chatmore"'),
    })
    const forbidden = new URL(url)
    forbidden.pathname = '/forbidden'
    await expect(migrateDatabase(forbidden.href)).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
  })
})
