import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InvalidCursorError } from '../../errors/invalid-cursor-error.ts'
import { newId } from '../../new-id.ts'
import { encodeCursor } from '../../paging/cursor.ts'
import type { Scope } from '../../records/scope.ts'
import type { SessionListRequest } from '../../records/session.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { workspaceMembers } from '../../schema/workspace-members.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { explainQueries } from '../../testing/explain-queries.ts'
import { seedEnd, seedModel, seedSession, seedTurns, seedUser } from '../../testing/seed.ts'
import { removeWindow } from '../windows/remove-window.ts'
import { createSession } from './create-session.ts'
import { findSession, findSessionUnscoped } from './find-session.ts'
import { listSessions } from './list-sessions.ts'
import { listTags } from './list-tags.ts'
import { lockSession } from './lock-session.ts'
import { removeSession, restoreSession } from './remove-session.ts'
import { setMadeTitle } from './set-made-title.ts'
import { updateSession } from './update-session.ts'

describe('sessions', () => {
  let database: TestDatabase
  let scope: Scope
  let stranger: Scope
  beforeAll(async () => {
    database = await createTestDatabase()
    scope = await seedUser(database.db)
    stranger = await seedUser(database.db)
  })
  afterAll(() => database[Symbol.asyncDispose]())

  const list = (of: Scope, request: SessionListRequest = {}) => listSessions(database.db, of, request)
  const titles = async (of: Scope, request: SessionListRequest = {}) =>
    (await list(of, request)).items.map((session) => session.title)

  /** Sessions whose time is one of the list, newest last. */
  async function seedTitles(of: Scope, entries: [title: string, updatedAt: string][]) {
    for (const [title, updatedAt] of entries) {
      const { id } = await createSession(database.db, of, { title, windows: [] })
      await database.db
        .update(chatSessions)
        .set({ updatedAt: new Date(updatedAt) })
        .where(eq(chatSessions.id, id))
    }
  }

  it('are created with their windows in order, the same model twice if wanted', async () => {
    const model = await seedModel(database.db, { name: 'GPT' })
    const session = await createSession(database.db, scope, {
      systemMessage: 'Be brief.',
      windows: [
        { modelId: model.id, name: 'Cold', params: { temperature: 0 } },
        { modelId: model.id, name: 'Hot', params: { temperature: 2, stop: ['\n'] }, systemMessage: '热 🔥' },
      ],
    })
    expect(session).toMatchObject({ title: '', systemMessage: 'Be brief.', initialBroadcastDone: false })
    expect(session.windows).toMatchObject([
      { name: 'Cold', position: 0, modelId: model.id, modelName: 'GPT', params: { temperature: 0 } },
      { name: 'Hot', position: 1, params: { temperature: 2, stop: ['\n'] }, systemMessage: '热 🔥' },
    ])
    expect(session.windows.every((window) => window.useGlobalInput)).toBe(true)
    expect(await findSession(database.db, scope, session.id)).toEqual(session)
    expect(await findSessionUnscoped(database.db, session.id)).toEqual(session)
  })

  it('write nothing at all when one of the models does not exist', async () => {
    const user = await seedUser(database.db)
    const windows = [{ modelId: newId(), name: 'Ghost' }]
    await expect(createSession(database.db, user, { windows })).rejects.toThrow()
    expect(await titles(user)).toEqual([])
  })

  it('change what a patch holds and nothing else', async () => {
    const { id } = await createSession(database.db, scope, { title: 'Old', systemMessage: 'A', windows: [] })
    expect(await updateSession(database.db, scope, { id, title: 'New' })).toBe(true)
    expect(await findSession(database.db, scope, id)).toMatchObject({ title: 'New', systemMessage: 'A' })
    expect(await updateSession(database.db, scope, { id, systemMessage: null })).toBe(true)
    expect(await findSession(database.db, scope, id)).toMatchObject({ title: 'New', systemMessage: null })
  })

  it('are gone when removed, and back when restored', async () => {
    const session = await seedSession(database.db, scope)
    expect(await removeSession(database.db, scope, session.id)).toBe(true)
    expect(await removeSession(database.db, scope, session.id)).toBe(false)
    expect(await findSession(database.db, scope, session.id)).toBeNull()
    expect(await findSessionUnscoped(database.db, session.id)).toBeNull()
    expect(await updateSession(database.db, scope, { id: session.id, title: 'x' })).toBe(false)
    expect(await lockSession(database.db, scope, session.id)).toBeNull()
    expect((await list(scope)).items.map(({ id }) => id)).not.toContain(session.id)
    expect(await restoreSession(database.db, scope, session.id)).toBe(true)
    expect(await restoreSession(database.db, scope, session.id)).toBe(false)
    expect(await findSession(database.db, scope, session.id)).toEqual(session)
  })

  it('are nothing to a stranger', async () => {
    const { id } = await seedSession(database.db, scope)
    const removed = await seedSession(database.db, scope)
    await removeSession(database.db, scope, removed.id)
    expect(await findSession(database.db, stranger, id)).toBeNull()
    expect(await lockSession(database.db, stranger, id)).toBeNull()
    expect(await updateSession(database.db, stranger, { id, title: 'Mine' })).toBe(false)
    expect(await removeSession(database.db, stranger, id)).toBe(false)
    expect(await restoreSession(database.db, stranger, removed.id)).toBe(false)
    expect((await list(stranger)).items).toEqual([])
    expect(await findSession(database.db, scope, id)).not.toBeNull()
  })

  it('are lost to a user who is no longer a member of their workspace', async () => {
    const user = await seedUser(database.db)
    const { id } = await seedSession(database.db, user)
    await database.db.delete(workspaceMembers).where(eq(workspaceMembers.userId, user.userId))
    expect(await findSession(database.db, user, id)).toBeNull()
    expect((await list(user)).items).toEqual([])
    expect(await updateSession(database.db, user, { id, title: 'x' })).toBe(false)
    expect(await removeSession(database.db, user, id)).toBe(false)
  })

  it('are listed by their last use, page by page, each one once, ties included', async () => {
    const user = await seedUser(database.db)
    await seedTitles(user, [
      ['a', '2026-01-01T00:00:00.000Z'],
      ['b', '2026-01-02T00:00:00.000Z'],
      ['c', '2026-01-02T00:00:00.000Z'],
      ['d', '2026-01-02T00:00:00.000Z'],
      ['e', '2026-01-03T00:00:00.001Z'],
    ])
    const pages: string[] = []
    let cursor: string | null = null
    do {
      const page = await list(user, { cursor, limit: 2 })
      pages.push(page.items.map((session) => session.title).join(''))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(pages).toEqual(['ed', 'cb', 'a'])
  })

  it('end a list without a cursor when the last page is full', async () => {
    const user = await seedUser(database.db)
    await seedTitles(user, [['only', '2026-01-01T00:00:00.000Z']])
    expect((await list(user, { limit: 1 })).nextCursor).toBeNull()
  })

  it.each([
    ['%', ['100% sure']],
    ['_', ['snake_case']],
    ['\\', ['back\\slash']],
    ['  SURE ', ['100% sure']],
    ['ÄPFEL', ['Äpfel']],
    ['模型', ['比较模型']],
    ['😀', ['😀 grin']],
    ["' OR 1=1 -- ", []],
    [' ', ['😀 grin', '😎 cool', '比较模型', 'Äpfel', 'back\\slash', 'snake_case', '100% sure']],
  ])('are found by a part of the title: %j', async (search, found) => {
    const user = await seedUser(database.db)
    const all = ['100% sure', 'snake_case', 'back\\slash', 'Äpfel', '比较模型', '😎 cool', '😀 grin']
    await seedTitles(
      user,
      all.map((title, day) => [title, `2026-01-0${day + 1}T00:00:00.000Z`]),
    )
    expect(await titles(user, { search })).toEqual(found)
  })

  it('are listed with the pinned ones first, page by page, and the archived ones apart', async () => {
    const user = await seedUser(database.db)
    await seedTitles(user, [
      ['a', '2026-01-01T00:00:00.000Z'],
      ['b', '2026-01-02T00:00:00.000Z'],
      ['c', '2026-01-03T00:00:00.000Z'],
      ['d', '2026-01-04T00:00:00.000Z'],
      ['e', '2026-01-05T00:00:00.000Z'],
    ])
    const idOf = async (title: string) => (await list(user)).items.find((each) => each.title === title)!.id
    for (const title of ['a', 'c'])
      await updateSession(database.db, user, { id: await idOf(title), pinned: true })
    await updateSession(database.db, user, { id: await idOf('d'), archived: true })
    const pages: string[] = []
    let cursor: string | null = null
    do {
      const page = await list(user, { cursor, limit: 1 })
      pages.push(page.items.map((session) => session.title).join(''))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(pages).toEqual(['c', 'a', 'e', 'b'])
    expect(await titles(user, { archived: true })).toEqual(['d'])
  })

  it('keep their place when they are pinned, archived or tagged, and move up when they are renamed', async () => {
    const user = await seedUser(database.db)
    await seedTitles(user, [['old', '2026-01-01T00:00:00.000Z']])
    const [session] = (await list(user)).items
    const { id, updatedAt } = session!
    await updateSession(database.db, user, { id, pinned: true, archived: true, tags: ['x'] })
    expect((await findSession(database.db, user, id))?.updatedAt).toBe(updatedAt)
    await updateSession(database.db, user, { id, title: 'new' })
    expect((await findSession(database.db, user, id))?.updatedAt).not.toBe(updatedAt)
  })

  it('have tags, of which two that differ in case alone are one, and are found by them', async () => {
    const user = await seedUser(database.db)
    const [one, other] = [await seedSession(database.db, user, 1), await seedSession(database.db, user, 1)]
    await updateSession(database.db, user, { id: one.id, tags: ['Work', 'work', '翻译', 'e\u0301t\u00e9'] })
    await updateSession(database.db, user, { id: other.id, tags: ['WORK'] })
    expect((await findSession(database.db, user, one.id))?.tags).toEqual(
      ['Work', 'été', '翻译'].map((tag) => (tag === 'été' ? 'e\u0301t\u00e9' : tag)),
    )
    expect((await list(user, { tag: 'wOrK' })).items.map(({ id }) => id).sort()).toEqual(
      [one.id, other.id].sort(),
    )
    expect((await list(user, { tag: '\u00e9t\u00e9' })).items.map(({ id }) => id)).toEqual([one.id])
    expect((await list(user, { tag: 'Wor' })).items).toEqual([])
    expect(await listTags(database.db, user)).toEqual([
      { tag: expect.stringMatching(/^work$/i), sessionCount: 2 },
      { tag: 'e\u0301t\u00e9', sessionCount: 1 },
      { tag: '翻译', sessionCount: 1 },
    ])
    expect(await listTags(database.db, stranger)).toEqual([])
    await updateSession(database.db, user, { id: one.id, tags: [] })
    expect((await findSession(database.db, user, one.id))?.tags).toEqual([])
    expect(await updateSession(database.db, stranger, { id: other.id, tags: ['mine'] })).toBe(false)
    expect((await findSession(database.db, user, other.id))?.tags).toEqual(['WORK'])
  })

  it('take a title that was made for them, unless a person has typed one', async () => {
    const typed = await createSession(database.db, scope, { title: 'Typed', windows: [] })
    const renamed = await createSession(database.db, scope, { windows: [] })
    const untitled = await createSession(database.db, scope, { windows: [] })
    await updateSession(database.db, scope, { id: renamed.id, title: 'Renamed' })
    const made = [typed, renamed, untitled].map(({ id }) => setMadeTitle(database.db, id, 'Made'))
    expect(await Promise.all(made)).toEqual([false, false, true])
    expect((await findSession(database.db, scope, renamed.id))?.title).toBe('Renamed')
    expect((await findSession(database.db, scope, untitled.id))?.title).toBe('Made')
  })

  it('tell how many windows they have and whether one is answering', async () => {
    const user = await seedUser(database.db)
    const session = await seedSession(database.db, user, 3)
    await removeWindow(database.db, user, session.windows[0]!.id)
    expect((await list(user)).items).toMatchObject([{ windowCount: 2, isRunning: false }])
    const { turns } = await seedTurns(database.db, { scope: user, sessionId: session.id })
    expect((await list(user)).items).toMatchObject([{ windowCount: 2, isRunning: true }])
    for (const turn of turns) await seedEnd(database.db, turn.assistantMessageId)
    expect((await list(user)).items).toMatchObject([{ windowCount: 2, isRunning: false }])
  })

  it.each(['', 'x', '!!', 'c2Vzc2lvbnM', Buffer.from('messages 5').toString('base64url')])(
    'refuse the cursor %j, which their list did not give',
    async (cursor) => {
      await expect(list(scope, { cursor })).rejects.toThrow(InvalidCursorError)
    },
  )

  it('are read along the index that has their order', async () => {
    const user = await seedUser(database.db)
    await seedTitles(user, [
      ['a', '2026-01-01T00:00:00.000Z'],
      ['b', '2026-01-02T00:00:00.000Z'],
    ])
    const answering = await seedSession(database.db, user, 1)
    await seedTurns(database.db, { scope: user, sessionId: answering.id })
    const steps = await explainQueries(database.url, (db) =>
      listSessions(db, user, { limit: 1, cursor: encodeCursor('sessions', [1, Date.now(), newId()]) }),
    )
    const [sessions] = steps.filter((step) => step.table === 'chat_sessions')
    const running = steps.find((step) => step.table === 'messages')
    expect(running?.key).toBe('messages_session_in_flight')
    expect(sessions).toMatchObject({
      key: 'chat_sessions_listed',
      extra: expect.not.stringContaining('filesort'),
    })
  })
})
