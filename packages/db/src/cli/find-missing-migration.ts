import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const drizzleKit = join(dirname(createRequire(import.meta.url).resolve('drizzle-kit')), 'bin.cjs')

const COPY = 'migrations'

export interface SchemaFolders {
  schemaFolder: string
  migrationsFolder: string
}

/**
 * The SQL that the migrations lack to make the schema, or what the generator said instead; null where nothing is missing. The
 * generator works on a copy, so that nothing changes, and without a terminal, where it ends instead of asking whether a
 * column was renamed.
 */
export async function findMissingMigration(folders: SchemaFolders): Promise<string | null> {
  const workplace = mkdtempSync(join(tmpdir(), 'chatmore-schema-'))
  const copy = join(workplace, COPY)
  try {
    cpSync(folders.migrationsFolder, copy, { recursive: true })
    const before = new Set(readdirSync(copy))
    const said = await generate(folders.schemaFolder, workplace)
    const added = readdirSync(copy).filter((name) => name.endsWith('.sql') && !before.has(name))
    if (added.length > 0) return added.map((name) => readFileSync(join(copy, name), 'utf8')).join('\n')
    return said.includes('No schema changes') ? null : said
  } finally {
    rmSync(workplace, { recursive: true, force: true })
  }
}

/** What the generator says. It puts `./` before its folder, so that one is relative; it exits with 0 also after an error. */
async function generate(schemaFolder: string, workplace: string): Promise<string> {
  const flags = ['--dialect=mysql', `--schema=${join(schemaFolder, '*.ts')}`, `--out=${COPY}`]
  const command = run(process.execPath, [drizzleKit, 'generate', ...flags], { cwd: workplace })
  command.child.stdin?.end()
  const { stdout, stderr } = await command.catch((error: unknown) => ({
    stdout: '',
    stderr: error instanceof Error ? error.message : String(error),
  }))
  return stdout + stderr
}
