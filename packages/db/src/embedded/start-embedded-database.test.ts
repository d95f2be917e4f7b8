import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../connection/open-database.ts'
import { hasUsers } from '../repositories/users/has-users.ts'
import { createUser } from '../repositories/users/create-user.ts'
import { migrateDatabase } from '../migrate/migrate-database.ts'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'
import { findProcess } from './process-info.ts'
import { findRunningDatabase } from './find-running-database.ts'
import { startEmbeddedDatabase, type EmbeddedDatabase } from './start-embedded-database.ts'

const holder = fileURLToPath(new URL('../testing/hold-embedded-database.ts', import.meta.url))

const silent = { info: () => undefined, warn: () => undefined }

describe('startEmbeddedDatabase', { timeout: 60_000 }, () => {
  let root: string
  let dataDir: string
  const open: EmbeddedDatabase[] = []
  const children: ChildProcess[] = []
  const warnings: string[] = []

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'chatmore embedded-'))
    dataDir = join(root, 'data folder')
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((database) => database.stop()))
    for (const child of children.splice(0)) child.kill('SIGKILL')
    const pid = readPid()
    if (pid) process.kill(pid, 'SIGKILL')
    rmSync(root, { recursive: true, force: true })
    warnings.length = 0
  })

  async function start(folder = dataDir): Promise<EmbeddedDatabase> {
    const log = { ...silent, warn: (message: string) => void warnings.push(message) }
    const database = await startEmbeddedDatabase({ dataDir: folder, log })
    open.push(database)
    return database
  }

  async function stop(database: EmbeddedDatabase): Promise<void> {
    open.splice(open.indexOf(database), 1)
    await database.stop()
  }

  /** Another ChatMore: its first line of output says how its start went. */
  async function startElsewhere() {
    const child = spawn(process.execPath, ['--import', 'tsx', holder, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    return { child, ...(JSON.parse(line) as { url?: string; code?: string; message?: string }) }
  }

  async function kill(child: ChildProcess): Promise<void> {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  const pidFile = () => join(dataDir, 'mysql', 'mysqld.pid')
  function readPid(): number | null {
    if (!existsSync(pidFile())) return null
    const pid = Number(readFileSync(pidFile(), 'utf8'))
    return findProcess(pid)?.command.includes(root) ? pid : null
  }

  async function ask(url: string, query: string) {
    const connection = await createConnection(url)
    try {
      const [rows] = await connection.query<RowDataPacket[]>(query)
      return rows
    } finally {
      await connection.end()
    }
  }

  it('sets up a durable UTF-8 server under a path with spaces, and keeps its data over a restart', async () => {
    const first = await start()
    await migrateDatabase(first.url)
    const { db, close } = openDatabase(first.url)
    await createUser(db, { email: 'a@b.c', nickname: 'A', passwordHash: 'h', mayRegister: () => true })
    await close()
    const settings = `SELECT @@innodb_flush_log_at_trx_commit AS flush, @@skip_networking AS private,
      @@character_set_server AS charset, @@global.time_zone AS zone`
    expect(await ask(first.url, settings)).toEqual([
      { flush: 1, private: 1, charset: 'utf8mb4', zone: '+00:00' },
    ])
    await stop(first)
    expect(readPid()).toBeNull()
    const second = await start()
    expect(second.url).toBe(first.url)
    const again = openDatabase(second.url)
    expect(await hasUsers(again.db)).toBe(true)
    await again.close()
  })

  it('lets nobody in without the password, which only the owner of the folder can read', async () => {
    const { url } = await start()
    const address = new URL(url)
    expect(address.password.length).toBeGreaterThanOrEqual(32)
    address.password = ''
    await expect(createConnection(address.href)).rejects.toThrow(/denied/)
    expect(statSync(join(dataDir, 'mysql', 'server.json')).mode & 0o077).toBe(0)
    expect(statSync(join(dataDir, 'mysql')).mode & 0o077).toBe(0)
    expect(existsSync(join(dataDir, 'mysql', 'init.sql'))).toBe(false)
    expect(await ask(url, "SHOW DATABASES LIKE 'mysql'")).toEqual([])
  })

  it('listens on a loopback port where the path is too long for a socket', async () => {
    dataDir = join(root, 'x'.repeat(120))
    const { url } = await start()
    expect(url).toMatch(/@127\.0\.0\.1:\d+\/chatmore$/)
    expect(await ask(url, 'SELECT @@bind_address AS address')).toEqual([{ address: '127.0.0.1' }])
  })

  it('is found by work beside it for as long as its ChatMore runs', async () => {
    expect(await findRunningDatabase(dataDir)).toBeNull()
    const { child, url } = await startElsewhere()
    expect(await findRunningDatabase(dataDir)).toBe(url)
    await kill(child)
    // Its server goes on by itself, which is not to be worked beside but taken over.
    await expect.poll(() => findRunningDatabase(dataDir), { timeout: 10_000 }).toBeNull()
    expect(readPid()).not.toBeNull()
    await start()
  })

  it('begins anew where the first set-up was cut short', async () => {
    mkdirSync(join(dataDir, 'mysql', 'data.unfinished', 'mysql'), { recursive: true })
    const database = await start()
    expect(await ask(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('says in one sentence that the folder cannot be made', async () => {
    writeFileSync(join(root, 'file'), '')
    await expect(start(join(root, 'file'))).rejects.toMatchObject({
      code: 'START_FAILED',
      message: expect.stringMatching(/mysql cannot be written to \(ENOTDIR\)/),
    })
  })

  describe('in a folder that was set up before', () => {
    let ready: string

    beforeAll(async () => {
      ready = mkdtempSync(join(tmpdir(), 'chatmore ready-'))
      await (await startEmbeddedDatabase({ dataDir: ready, log: silent })).stop()
    })
    afterAll(() => rmSync(ready, { recursive: true, force: true }))
    beforeEach(() => cpSync(ready, dataDir, { recursive: true }))

    it('refuses a second start in the same process and names the process', async () => {
      await start()
      const second = start()
      await expect(second).rejects.toThrow(EmbeddedDatabaseError)
      await expect(second).rejects.toMatchObject({
        code: 'FOLDER_IN_USE',
        message: expect.stringContaining(`(process ${process.pid})`),
      })
    })

    it('refuses a second start from another process, and leaves the first one at work', async () => {
      const first = await startElsewhere()
      await expect(start()).rejects.toMatchObject({
        code: 'FOLDER_IN_USE',
        message: expect.stringContaining(`(process ${first.child.pid})`),
      })
      expect(await ask(first.url!, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    })

    it('refuses where only the database knows of the other, as between two containers', async () => {
      const first = await startElsewhere()
      rmSync(join(dataDir, 'mysql', 'chatmore.lock'))
      await expect(start()).rejects.toMatchObject({ code: 'FOLDER_IN_USE' })
      expect(await ask(first.url!, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    })

    it('gives the folder to one of four starts at once after a crash', async () => {
      const first = await startElsewhere()
      await kill(first.child)
      const starts = await Promise.allSettled(Array.from({ length: 4 }, () => start()))
      expect(starts.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    })

    it('takes over the server of a killed ChatMore, which did not die with it', async () => {
      const first = await startElsewhere()
      const pid = readPid()
      await ask(first.url!, 'CREATE TABLE kept (id int)')
      await kill(first.child)
      const second = await start()
      expect(readPid()).toBe(pid)
      expect(second.url).toBe(first.url)
      expect(await ask(second.url, 'SHOW TABLES')).toHaveLength(1)
      await stop(second)
      expect(findProcess(pid!)).toBeNull()
    })

    it('recovers after both were killed, and keeps what was committed', async () => {
      const first = await startElsewhere()
      await ask(first.url!, 'CREATE TABLE kept (id int)')
      await ask(first.url!, 'INSERT INTO kept VALUES (42)')
      const pid = readPid()!
      await kill(first.child)
      process.kill(pid, 'SIGKILL')
      const second = await start()
      expect(readPid()).not.toBe(pid)
      expect(await ask(second.url, 'SELECT id FROM kept')).toEqual([{ id: 42 }])
    })

    it('is not fooled by a leftover pid that another program has by now', async () => {
      await stop(await start())
      writeFileSync(pidFile(), `${process.pid}\n`)
      writeFileSync(
        join(dataDir, 'mysql', 'chatmore.lock'),
        JSON.stringify({ pid: process.pid, startedAt: 'long ago' }),
      )
      const database = await start()
      expect(await ask(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    })

    it('starts the server again when it dies under a running ChatMore, at the same address, though its temporary folder is gone', async () => {
      const database = await start()
      const pool = openDatabase(database.url)
      await pool.ping()
      const pid = readPid()!
      rmSync(join(dataDir, 'mysql', 'tmp'), { recursive: true })
      process.kill(pid, 'SIGKILL')
      await expect
        .poll(
          () =>
            pool.ping().then(
              () => readPid() !== pid,
              () => false,
            ),
          { timeout: 30_000 },
        )
        .toBe(true)
      expect(warnings).toContain('The database ended by itself; starting it again.')
      await pool.close()
    })

    it('survives a Ctrl-C in the terminal until ChatMore stops it', async () => {
      const first = await startElsewhere()
      const pid = readPid()!
      const group = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[2]
      expect(Number(group)).toBe(pid)
      first.child.kill('SIGTERM')
      await once(first.child, 'exit')
      expect(findProcess(pid)).toBeNull()
      expect(existsSync(join(dataDir, 'mysql', 'chatmore.lock'))).toBe(false)
    })

    it('says in one sentence why the server does not start, and gives the folder free', async () => {
      await stop(await start())
      writeFileSync(join(dataDir, 'mysql', 'data', 'ibdata1'), 'not a tablespace')
      await expect(start()).rejects.toMatchObject({
        code: 'START_FAILED',
        message: expect.stringMatching(/did not start: InnoDB.*mysqld\.log/),
      })
      await expect(start()).rejects.toMatchObject({ code: 'START_FAILED' })
    })
  })
})
