import { expect, it } from 'vitest'
import { findDatabaseFault } from '../errors/find-database-fault.ts'
import { listMessages } from '../repositories/messages/list-messages.ts'
import { createSmallDisk } from '../testing/create-small-disk.ts'
import { seedSession, seedTurns, seedUser } from '../testing/seed.ts'
import { startTestServer } from '../testing/start-test-server.ts'
import { openDatabase } from './open-database.ts'

it('a full disk refuses a send as a whole, keeps what was saved, and serves again once there is room', async () => {
  using disk = createSmallDisk()
  const server = await startTestServer(disk.server)
  const { db, close } = openDatabase(server.url)
  try {
    const scope = await seedUser(db)
    const session = await seedSession(db, scope, 2)
    const [first, second] = session.windows
    const content = 'x'.repeat(4000)
    const send = () => seedTurns(db, { scope, sessionId: session.id, content })
    const count = async (windowId = '') =>
      (await listMessages(db, scope, { windowId, limit: 1 }))?.items[0]?.seq ?? 0

    await send()
    disk.fill()
    let saved = 1
    const kinds = []
    while (kinds.length < 3) {
      const kind = await send().then(
        () => null,
        (error: unknown) => findDatabaseFault(error)?.kind ?? error,
      )
      if (kind === null) saved += 1
      else kinds.push(kind)
    }
    expect(kinds).toEqual(['full', 'full', 'full'])
    expect([await count(first?.id), await count(second?.id)]).toEqual([saved * 2, saved * 2])

    if (disk.isDisk) {
      disk.makeRoom()
      await send()
      expect(await count(first?.id)).toBe(saved * 2 + 2)
    }
  } finally {
    await close()
    await server.stop()
  }
}, 120_000)
