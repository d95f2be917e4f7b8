import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registerAccount } from '../register-account.ts'
import { runServerProcess, startServerProcess } from '../start-server-process.ts'
import { answersTo } from './support/recording-client.ts'
import { startRig } from './support/start-rig.ts'
import { startTcpProxy } from './support/tcp-proxy.ts'
import { toDatabaseTarget, toProxiedUrl } from './support/to-database-target.ts'
import { waitFor } from './support/wait-for.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

describe.concurrent('a server that is started again', { timeout: 120_000 }, () => {
  test('F4: over three restarts by SIGTERM no send fails, and answers end whole or are interrupted', async () => {
    await using rig = await startRig(database.url, { variables: { CHATMORE_SHUTDOWN_GRACE_MS: '4000' } })
    const client = rig.connect(rig.front, { sendRetryMs: 60_000 })
    let { server } = rig
    for (const round of [1, 2, 3]) {
      const [brief, long, next] = [
        await rig.createSession(),
        await rig.createSession(),
        await rig.createSession(),
      ]
      const watches = { brief: await client.watch(brief.id), long: await client.watch(long.id) }
      const briefIds = answersTo(
        await client.send(brief.id, { key: `brief-${round}`, words: 60, everyMs: 5, holdAt: 50 }),
      )
      const longIds = answersTo(
        await client.send(long.id, { key: `long-${round}`, words: 60, everyMs: 5, holdAt: 50 }),
      )
      const stopped = server.stop()
      const isStopping = async () => (await fetch(`${server.url}/readyz`)).status === 503
      await waitFor('it is on its way down', isStopping)
      rig.upstream.release(`brief-${round}`)
      const sending = client.send(next.id, { key: `next-${round}`, words: 60, everyMs: 1 })
      expect((await stopped).code).toBe(0)

      server = await rig.startServer()
      rig.front.serveBy(server)
      answersTo(await sending)
      expect((await watches.brief.ended(briefIds)).map(({ status }) => status)).toEqual(['done', 'done'])
      expect((await watches.long.ended(longIds)).map(({ status }) => status)).toEqual([
        'interrupted',
        'interrupted',
      ])
      await rig.settled(next)
      expect(await rig.check(brief, long, next)).toEqual([])
    }
  })

  test.each(['before', 'after'] as const)(
    'F28: a server killed in mid-migration, %s a table was made, leaves it to the next start to complete it',
    async (when) => {
      const url = new URL(database.url)
      url.pathname += `_f28_${when}`
      await using proxy = await startTcpProxy(toDatabaseTarget(url.href))
      const variables = {
        DATABASE_URL: toProxiedUrl(url.href, proxy.port),
        CHATMORE_SECRET: 'a secret of the fault tests, 32 bytes or more',
        CHATMORE_DEMO: 'off',
      }
      let tables = 0
      let isHeld = false
      proxy.setTap((_link, direction, chunk) => {
        if (direction === 'up' && /CREATE TABLE `/i.test(chunk.toString('latin1'))) tables += 1
        isHeld ||= tables === 5 && direction === (when === 'before' ? 'up' : 'down')
        return isHeld ? 'hold' : 'pass'
      })
      const killing = new AbortController()
      const killed = runServerProcess(variables, killing.signal)
      await waitFor('the fifth table is due', () => isHeld)
      killing.abort()
      expect((await killed).code).toBeNull()
      // What is held would keep the proxy from telling the database that the server is gone.
      proxy.setTap(null)
      proxy.resetAll()

      await using server = await startServerProcess(variables)
      expect((await registerAccount(server.url, 'ada@example.com')).token).toMatch(/^cm-/)
      await database.db.$client.query('DROP DATABASE ??', [url.pathname.slice(1)])
    },
  )
})
