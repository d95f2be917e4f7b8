import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../new-id.ts'
import type { WindowPageRecord } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { explainQueries } from '../../testing/explain-queries.ts'
import { seedEnd, seedSession, seedTurns, seedUser } from '../../testing/seed.ts'
import { createSession } from '../sessions/create-session.ts'
import { removeSession } from '../sessions/remove-session.ts'
import { removeWindow } from '../windows/remove-window.ts'
import { reorderWindows } from '../windows/reorder-windows.ts'
import { listLatestMessages } from './list-latest-messages.ts'
import { listMessages } from './list-messages.ts'

describe('listLatestMessages', () => {
  let database: TestDatabase
  let scope: Scope
  let stranger: Scope
  beforeAll(async () => {
    database = await createTestDatabase()
    scope = await seedUser(database.db)
    stranger = await seedUser(database.db)
  })
  afterAll(() => database[Symbol.asyncDispose]())

  const read = async (sessionId: string, limit?: number): Promise<WindowPageRecord[]> =>
    (await listLatestMessages(database.db, scope, { sessionId, limit }))!

  const seqsOf = (pages: WindowPageRecord[]) => pages.map(({ items }) => items.map(({ seq }) => seq))

  async function seedChat(windowCount: number, turnCount: number) {
    const session = await seedSession(database.db, scope, windowCount)
    for (let turn = 0; turn < turnCount; turn++) {
      await seedTurns(database.db, { scope, sessionId: session.id, content: `Größe ${turn} 👋\n"\\` })
    }
    return { id: session.id, windowIds: session.windows.map(({ id }) => id) }
  }

  it('gives each window the page that it has by itself, whatever is in its messages', async () => {
    const { id, windowIds } = await seedChat(3, 1)
    const [answered] = (await read(id)).map(({ items }) => items[1]!.id)
    await seedEnd(database.db, answered!, {
      status: 'error',
      errorCode: 'RATE_LIMITED',
      errorMessage: 'Wait',
    })
    await seedTurns(database.db, { scope, sessionId: id })
    const pages = await read(id, 3)
    for (const [place, windowId] of windowIds.entries()) {
      const alone = await listMessages(database.db, scope, { windowId, limit: 3 })
      expect(pages[place]).toEqual({ windowId, ...alone })
    }
    expect(pages).toHaveLength(3)
    expect(pages[0]!.items[0]).toMatchObject({ id: answered, cost: expect.any(String), errorMessage: 'Wait' })
  })

  it('reads the newest messages, oldest first, and its cursors go on in the list of the window', async () => {
    const { id } = await seedChat(2, 3)
    const pages = await read(id, 4)
    expect(seqsOf(pages)).toEqual([
      [3, 4, 5, 6],
      [3, 4, 5, 6],
    ])
    for (const { windowId, nextCursor } of pages) {
      const older = await listMessages(database.db, scope, { windowId, cursor: nextCursor, limit: 4 })
      expect(older!.items.map(({ seq, windowId: of }) => [seq, of])).toEqual([
        [1, windowId],
        [2, windowId],
      ])
    }
    expect((await read(id, 6)).map(({ nextCursor }) => nextCursor)).toEqual([null, null])
  })

  it('reads fifty of each window unless asked otherwise', async () => {
    const { id } = await seedChat(1, 26)
    const [page] = await read(id)
    expect(page!.items.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 3))
    expect(page!.nextCursor).not.toBeNull()
  })

  it('has the windows in their order, empty ones too, and leaves removed ones out', async () => {
    const { id, windowIds } = await seedChat(3, 0)
    const [first, second, third] = windowIds as [string, string, string]
    await reorderWindows(database.db, scope, { sessionId: id, windowIds: [third, first, second] })
    expect(await read(id)).toEqual(
      [third, first, second].map((windowId) => ({ windowId, items: [], nextCursor: null })),
    )
    await seedTurns(database.db, { scope, sessionId: id })
    await removeWindow(database.db, scope, first)
    const pages = await read(id)
    expect(pages.map(({ windowId }) => windowId)).toEqual([third, second])
    expect(seqsOf(pages)).toEqual([
      [1, 2],
      [1, 2],
    ])
  })

  it('tells a session without windows from one that is not there', async () => {
    const session = await createSession(database.db, scope, { windows: [] })
    expect(await read(session.id)).toEqual([])
    expect(await listLatestMessages(database.db, scope, { sessionId: newId() })).toBeNull()
  })

  it('shows a stranger, and anyone of a removed session, nothing', async () => {
    const { id } = await seedChat(1, 1)
    expect(await listLatestMessages(database.db, stranger, { sessionId: id })).toBeNull()
    await removeSession(database.db, scope, id)
    expect(await listLatestMessages(database.db, scope, { sessionId: id })).toBeNull()
  })

  it('takes two statements whatever the number of windows, along the index of each window', async () => {
    const { id } = await seedChat(5, 3)
    const steps = await explainQueries(database.url, (db) =>
      listLatestMessages(db, scope, { sessionId: id, limit: 2 }),
    )
    expect(new Set(steps.map(({ query }) => query)).size).toBe(2)
    const tables = steps.filter(({ table }) => table && !table.startsWith('<'))
    expect(tables.filter(({ key }) => key === null)).toEqual([])
    const reads = tables.filter(({ table }) => table === 'messages' || table === 'newest')
    expect(reads.map(({ key }) => key)).toEqual(['messages_history', 'messages_history'])
  })
})
