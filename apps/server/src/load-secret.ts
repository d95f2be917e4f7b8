import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { StartError } from './start-error.ts'

const MIN_BYTES = 32
const SECRET_FILE = 'secret'

/**
 * The secret that encrypts upstream keys: the configured one, else the data folder's, made at the first start.
 * Losing it makes every stored key unreadable, so a damaged file stops the start and is never replaced.
 */
export async function loadSecret(configured: string | null, dataDir: string): Promise<string> {
  if (configured !== null) return configured
  const file = path.join(dataDir, SECRET_FILE)
  const secret = (await readIfThere(file)) ?? (await createSecret(file))
  if (Buffer.byteLength(secret) >= MIN_BYTES) return secret
  throw new StartError(
    `The secret in ${file} is damaged: put it back from a backup, or set CHATMORE_SECRET to the secret that it held.`,
  )
}

/** The same, but null where there is none yet. */
export async function findSecret(configured: string | null, dataDir: string): Promise<string | null> {
  return configured ?? (await readIfThere(path.join(dataDir, SECRET_FILE)))
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    const text = await readFile(file, 'utf8')
    await chmod(file, 0o600)
    return text.trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Appears whole or not at all, and never over another: two starts at once agree on one secret. */
async function createSecret(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(32).toString('hex')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  return (await readFile(file, 'utf8')).trim()
}
