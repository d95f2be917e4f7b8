import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findProcess } from '../embedded/process-info.ts'
import type { TestServer } from './control-server.ts'
import { startTestServer } from './start-test-server.ts'

async function ask(url: string, query: string): Promise<RowDataPacket[]> {
  const connection = await createConnection({ uri: url, connectTimeout: 300 })
  try {
    return (await connection.query<RowDataPacket[]>(query))[0]
  } finally {
    connection.destroy()
  }
}

describe('a server of the tests', { timeout: 60_000 }, () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({
      hasPort: true,
      durability: 'full',
      serverArguments: ['--max-connections=12'],
    })
  })
  afterAll(() => server.stop())

  it('takes arguments of its own and listens where it is told to', async () => {
    expect(server.url).toMatch(/@127\.0\.0\.1:\d+\//)
    expect(await ask(server.url, 'SELECT @@max_connections AS most')).toEqual([{ most: 12 }])
    expect(await ask(server.url, 'SHOW TABLES')).not.toEqual([])
  })

  it('keeps data and address over a clean restart and a kill', async () => {
    await ask(server.url, 'CREATE TABLE kept (id int)')
    await server.restart()
    await ask(server.url, 'INSERT INTO kept VALUES (1)')
    await server.kill()
    await expect(ask(server.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await server.start()
    expect(await ask(server.url, 'SELECT * FROM kept')).toEqual([{ id: 1 }])
  })

  it('answers nothing while it is paused, and goes on afterwards', async () => {
    await server.pause()
    await expect(ask(server.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ETIMEDOUT' })
    server.resume()
    await expect.poll(() => ask(server.url, 'SELECT 1 AS one').catch(() => null)).toEqual([{ one: 1 }])
  })

  it('lets its administrator change what is global', async () => {
    await server.administer('SET GLOBAL max_connections = 11')
    expect(await server.administer('SELECT @@global.max_connections AS most')).toEqual([{ most: 11 }])
  })
})

it(
  'ends with the process that started it, and leaves no folder, although that was killed',
  { timeout: 60_000 },
  async () => {
    const holder = fileURLToPath(new URL('hold-test-server.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', holder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    const { pid, folder } = JSON.parse(line) as { pid: number; folder: string }
    expect(findProcess(pid)).not.toBeNull()
    child.kill('SIGKILL')
    await expect.poll(() => findProcess(pid), { timeout: 10_000 }).toBeNull()
    await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false)
  },
)
