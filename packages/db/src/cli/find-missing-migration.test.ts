import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findMissingMigration } from './find-missing-migration.ts'

const schemaFolder = fileURLToPath(new URL('../schema', import.meta.url))
const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))
const drizzle = fileURLToPath(import.meta.resolve('drizzle-orm/mysql-core'))

describe('findMissingMigration', { timeout: 60_000 }, () => {
  let folder: string
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'chatmore-schema-test-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('finds nothing missing: the committed migrations make the schema', async () => {
    expect(await findMissingMigration({ schemaFolder, migrationsFolder })).toBeNull()
  })

  it('shows what a table without a migration lacks, and changes nothing', async () => {
    for (const name of readdirSync(schemaFolder)) {
      writeFileSync(join(folder, name), `export * from ${JSON.stringify(join(schemaFolder, name))}`)
    }
    writeFileSync(
      join(folder, 'extra.ts'),
      `import { int, mysqlTable } from ${JSON.stringify(drizzle)}\nexport const extra = mysqlTable('extra', { id: int('id') })`,
    )
    const before = readdirSync(migrationsFolder)
    const missing = await findMissingMigration({ schemaFolder: folder, migrationsFolder })
    expect(missing).toContain('CREATE TABLE `extra`')
    expect(missing).not.toContain('`users`')
    expect(readdirSync(migrationsFolder)).toEqual(before)
  })
})
