import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'
import type { ServerFiles } from './server-files.ts'

/** sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included. */
const MAX_SOCKET_PATH_BYTES = 103

export const DATABASE_NAME = 'chatmore'
export const USER_NAME = 'chatmore'

export type Flavour = 'mariadb' | 'mysql'

/** What one start of the server leaves for the next. */
export interface ServerSettings {
  flavour: Flavour
  password: string
  /** The loopback port, where the socket's path is too long; null with a socket. */
  port: number | null
}

export function readSettings(files: ServerFiles): ServerSettings | null {
  let text: string
  try {
    text = readFileSync(files.settings, 'utf8')
  } catch {
    return null
  }
  try {
    return JSON.parse(text) as ServerSettings
  } catch (error) {
    throw new EmbeddedDatabaseError('START_FAILED', `${files.settings} is damaged.`, error)
  }
}

export async function createSettings(
  files: ServerFiles,
  flavour: Flavour,
  wantsPort = false,
): Promise<ServerSettings> {
  const settings = {
    flavour,
    password: randomBytes(24).toString('base64url'),
    port: hasRoomForSocket(files) && !wantsPort ? null : await findFreePort(),
  }
  saveSettings(files, settings)
  return settings
}

/** The folder may have moved since, and the port may have been taken by another program. */
export async function renewEndpoint(files: ServerFiles, settings: ServerSettings): Promise<ServerSettings> {
  const renewed = { ...settings, port: hasRoomForSocket(files) ? null : await findFreePort() }
  saveSettings(files, renewed)
  return renewed
}

function saveSettings(files: ServerFiles, settings: ServerSettings): void {
  const draft = `${files.settings}.new`
  writeFileSync(draft, JSON.stringify(settings), { mode: 0o600 })
  renameSync(draft, files.settings)
}

function hasRoomForSocket(files: ServerFiles): boolean {
  return Buffer.byteLength(files.socket) <= MAX_SOCKET_PATH_BYTES
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(0, '127.0.0.1', done)
  })
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('The port is unknown.')
  return address.port
}

/** The address of the private server, for `openDatabase`. */
export function toServerUrl(files: ServerFiles, settings: ServerSettings): string {
  const { port, password } = settings
  const host = port === null ? 'localhost' : `127.0.0.1:${port}`
  const query = port === null ? `?socketPath=${encodeURIComponent(files.socket)}` : ''
  return `mysql://${USER_NAME}:${password}@${host}/${DATABASE_NAME}${query}`
}
