import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../new-id.ts'
import type { Scope } from '../../records/scope.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { seedModel, seedSession, seedTurns, seedUser } from '../../testing/seed.ts'
import { listMessages } from '../messages/list-messages.ts'
import { findSession } from '../sessions/find-session.ts'
import { removeSession } from '../sessions/remove-session.ts'
import { addWindow } from './add-window.ts'
import { findWindow } from './find-window.ts'
import { removeWindow, restoreWindow } from './remove-window.ts'
import { reorderWindows } from './reorder-windows.ts'
import { updateWindow } from './update-window.ts'

describe('windows', () => {
  let database: TestDatabase
  let scope: Scope
  let stranger: Scope
  beforeAll(async () => {
    database = await createTestDatabase()
    scope = await seedUser(database.db)
    stranger = await seedUser(database.db)
  })
  afterAll(() => database[Symbol.asyncDispose]())

  const names = async (sessionId: string) =>
    (await findSession(database.db, scope, sessionId))?.windows.map((window) => window.name)

  it('are added behind the others, each at its own place when several come at once', async () => {
    const session = await seedSession(database.db, scope, 1)
    const { modelId } = session.windows[0]!
    const added = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        addWindow(database.db, scope, { sessionId: session.id, modelId, name: `New ${index}` }),
      ),
    )
    expect(added.map((window) => window?.position).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect((await names(session.id))?.[0]).toBe('Window 1')
    const window = added[0]!
    expect(await findWindow(database.db, scope, window.id)).toEqual(window)
  })

  it('change what a patch holds and nothing else', async () => {
    const session = await seedSession(database.db, scope, 1)
    const { id } = session.windows[0]!
    const other = await seedModel(database.db, { name: 'Other' })
    const patch = { modelId: other.id, params: { maxTokens: 5 }, systemMessage: 'Hi', useGlobalInput: false }
    expect(await updateWindow(database.db, scope, { id, ...patch })).toBe(true)
    const changed = { ...session.windows[0], ...patch, modelName: 'Other' }
    expect(await findWindow(database.db, scope, id)).toEqual(changed)
    expect(await updateWindow(database.db, scope, { id, name: 'Renamed', systemMessage: null })).toBe(true)
    const renamed = { ...changed, name: 'Renamed', systemMessage: null }
    expect(await findWindow(database.db, scope, id)).toEqual(renamed)
  })

  it('are gone when removed, and back with their messages in their place when restored', async () => {
    const session = await seedSession(database.db, scope, 3)
    await seedTurns(database.db, { scope, sessionId: session.id })
    const { id } = session.windows[1]!
    expect(await removeWindow(database.db, scope, id)).toBe(true)
    expect(await removeWindow(database.db, scope, id)).toBe(false)
    expect(await names(session.id)).toEqual(['Window 1', 'Window 3'])
    expect(await findWindow(database.db, scope, id)).toBeNull()
    expect(await listMessages(database.db, scope, { windowId: id })).toBeNull()
    expect(await restoreWindow(database.db, scope, id)).toBe(true)
    expect(await restoreWindow(database.db, scope, id)).toBe(false)
    expect(await names(session.id)).toEqual(['Window 1', 'Window 2', 'Window 3'])
    expect((await listMessages(database.db, scope, { windowId: id }))?.items).toHaveLength(2)
  })

  it('take a new order, those left out following in their old one', async () => {
    const session = await seedSession(database.db, scope, 4)
    const [first, , third] = session.windows
    const windowIds = [third!.id, first!.id]
    expect(await reorderWindows(database.db, scope, { sessionId: session.id, windowIds })).toBe(true)
    expect(await names(session.id)).toEqual(['Window 3', 'Window 1', 'Window 2', 'Window 4'])
  })

  it('keep their order when one of the ids is not one of theirs', async () => {
    const [session, other] = [
      await seedSession(database.db, scope, 2),
      await seedSession(database.db, scope, 1),
    ]
    const windowIds = [session.windows[1]!.id, other.windows[0]!.id]
    expect(await reorderWindows(database.db, scope, { sessionId: session.id, windowIds })).toBe(false)
    expect(await names(session.id)).toEqual(['Window 1', 'Window 2'])
  })

  it('are nothing to a stranger', async () => {
    const session = await seedSession(database.db, scope, 2)
    const [kept, removed] = session.windows.map((window) => window.id) as [string, string]
    await removeWindow(database.db, scope, removed)
    const added = { sessionId: session.id, modelId: session.windows[0]!.modelId, name: 'Mine' }
    expect(await addWindow(database.db, stranger, added)).toBeNull()
    expect(await findWindow(database.db, stranger, kept)).toBeNull()
    expect(await updateWindow(database.db, stranger, { id: kept, name: 'Mine' })).toBe(false)
    expect(await removeWindow(database.db, stranger, kept)).toBe(false)
    expect(await restoreWindow(database.db, stranger, removed)).toBe(false)
    const order = { sessionId: session.id, windowIds: [kept] }
    expect(await reorderWindows(database.db, stranger, order)).toBe(false)
    expect(await names(session.id)).toEqual(['Window 1'])
  })

  it('are gone with their session', async () => {
    const session = await seedSession(database.db, scope, 1)
    const { id, modelId } = session.windows[0]!
    await removeSession(database.db, scope, session.id)
    expect(await findWindow(database.db, scope, id)).toBeNull()
    expect(await updateWindow(database.db, scope, { id, name: 'x' })).toBe(false)
    expect(await addWindow(database.db, scope, { sessionId: session.id, modelId, name: 'x' })).toBeNull()
  })

  it('are not found under an id that no window has', async () => {
    expect(await findWindow(database.db, scope, newId())).toBeNull()
    expect(await updateWindow(database.db, scope, { id: newId(), name: 'x' })).toBe(false)
  })
})
