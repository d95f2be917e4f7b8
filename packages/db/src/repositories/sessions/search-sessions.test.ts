import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scope } from '../../records/scope.ts'
import type { SessionListRequest } from '../../records/session.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { explainQueries } from '../../testing/explain-queries.ts'
import { fillMessages } from '../../testing/fill-messages.ts'
import { seedEnd, seedModel, seedSession, seedTurns, seedUser } from '../../testing/seed.ts'
import { removeWindow } from '../windows/remove-window.ts'
import { listSessions } from './list-sessions.ts'
import { removeSession } from './remove-session.ts'
import { searchSessions } from './search-sessions.ts'
import { updateSession } from './update-session.ts'

describe('a search', () => {
  let database: TestDatabase
  let scope: Scope
  beforeAll(async () => {
    database = await createTestDatabase()
    scope = await seedUser(database.db)
  })
  afterAll(() => database[Symbol.asyncDispose]())

  const search = (words: string, request: SessionListRequest = {}, of = scope) =>
    listSessions(database.db, of, { ...request, search: words })

  /** A session with one turn: what was said, and what was answered. */
  async function seedTalk(content: string, answer: string, of = scope) {
    const session = await seedSession(database.db, of, 1)
    const sent = await seedTurns(database.db, { scope: of, sessionId: session.id, content, title: 'Untold' })
    const [turn] = sent.turns
    await seedEnd(database.db, turn!.assistantMessageId, { content: answer })
    return { session, turn: turn! }
  }

  it.each([
    ['one Chinese character', '析', '请帮我解析这段代码'],
    ['Chinese words in the middle of a sentence', '微服务', '我们把单体应用拆成微服务之后'],
    ['a word in another case', 'CARBONARA', 'How is Carbonara made?'],
    ['letters with marks in another case', 'ÜBERMUT', 'Nur Übermut'],
    ['signs of a pattern', '50%_', 'a 50%_ chance'],
    ['a backslash', 'C:\\new', 'in C:\\new folder'],
    ['an emoji, and not another', '🦖', 'a 🦖 roars'],
    ['code', 'C++', 'is C++ fast'],
  ])('finds %s in what was said', async (_what, words, content) => {
    const { session, turn } = await seedTalk(content, 'No idea 🙂.')
    const { items, nextCursor, isPartial } = await search(words)
    expect(items.map(({ id }) => id)).toEqual([session.id])
    expect(items[0]?.match).toEqual({
      ...{ messageId: turn.userMessageId, windowId: turn.windowId, role: 'user', snippet: content },
    })
    expect({ nextCursor, isPartial }).toEqual({ nextCursor: null, isPartial: false })
    await removeSession(database.db, scope, session.id)
  })

  it('shows the text around the words, on one line', async () => {
    const { session } = await seedTalk(
      'Tell me',
      `${'before '.repeat(50)}\n\nthe NEEDLE\n${'after '.repeat(50)}`,
    )
    const { snippet } = (await search('needle')).items[0]!.match!
    expect(snippet).toMatch(/^…[a-z ]*before the NEEDLE after [a-z ]*$/)
    expect(snippet.length).toBeLessThan(170)
    await removeSession(database.db, scope, session.id)
  })

  it('names the newest message of a session, and prefers the title to any', async () => {
    const { session, turn } = await seedTalk('Which pelican', 'The brown pelican')
    expect((await search('pelican')).items[0]?.match).toMatchObject({ messageId: turn.assistantMessageId })
    await updateSession(database.db, scope, { id: session.id, title: 'Pelicans' })
    expect((await search('pelican')).items).toMatchObject([{ id: session.id, match: null }])
    await removeSession(database.db, scope, session.id)
  })

  it('finds nothing of another user, of a removed session or of a removed window', async () => {
    const stranger = await seedUser(database.db)
    await seedTalk('the albatross of another', 'Yes', stranger)
    const { session: removed } = await seedTalk('the albatross of a removed session', 'Yes')
    await removeSession(database.db, scope, removed.id)
    const { turn } = await seedTalk('the albatross of a removed window', 'Yes')
    await removeWindow(database.db, scope, turn.windowId)
    expect((await search('albatross')).items).toEqual([])
    expect((await search('albatross', {}, stranger)).items).toHaveLength(1)
  })

  it('keeps to the archive, or out of it, and to a tag', async () => {
    const [kept, archived] = [await seedTalk('a quokka', ''), await seedTalk('a quokka', '')]
    await updateSession(database.db, scope, { id: archived.session.id, archived: true, tags: ['zoo'] })
    const found = async (request: SessionListRequest) =>
      (await search('quokka', request)).items.map(({ id }) => id)
    expect(await found({})).toEqual([kept.session.id])
    expect(await found({ archived: true })).toEqual([archived.session.id])
    expect(await found({ archived: true, tag: 'zoo' })).toEqual([archived.session.id])
    expect(await found({ tag: 'zoo' })).toEqual([])
  })

  it('gives each find once over its pages', async () => {
    const talks = []
    for (let count = 0; count < 5; count += 1) talks.push(await seedTalk(`ibis ${count}`, 'A bird'))
    const found: string[] = []
    let cursor: string | null = null
    do {
      const page = await search('ibis', { cursor, limit: 2 })
      expect(page.items.length).toBeLessThanOrEqual(2)
      found.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(found).toEqual(talks.map(({ session }) => session.id).reverse())
  })

  it('reads so many messages in a call and no more, says so, and goes on from there until it has read all', async () => {
    const user = await seedUser(database.db)
    const { id: modelId } = await seedModel(database.db)
    await seedTalk('the one dodo', '', user)
    const sizes = { sessions: 12, windowsPerSession: 1, turnsPerWindow: 500, textLength: 20 }
    await fillMessages(database.db, { scope: user, modelId, ...sizes })
    const limits = { messages: 4_000, milliseconds: 60_000 }
    const request = { search: 'dodo', limits }
    const first = await searchSessions(database.db, user, request)
    expect(first).toMatchObject({ items: [], nextCursor: expect.any(String), isPartial: true })
    let page = first
    for (let calls = 1; page.items.length === 0 && page.nextCursor !== null && calls < 12; calls += 1) {
      page = await searchSessions(database.db, user, { ...request, cursor: page.nextCursor })
    }
    expect(page).toMatchObject({ items: [{ match: { role: 'user', snippet: 'the one dodo' } }] })
  })

  it('goes along the indexes of the list and of a session’s changes', async () => {
    const user = await seedUser(database.db)
    await seedTalk('a heron', '', user)
    const steps = await explainQueries(database.url, (db) => listSessions(db, user, { search: 'heron' }))
    expect(steps.find((step) => step.query === 0 && step.table === 'chat_sessions')).toMatchObject({
      key: 'chat_sessions_listed',
      extra: expect.not.stringContaining('filesort'),
    })
    expect(steps.filter((step) => step.table === 'found').map((step) => step.key)).toEqual([
      'messages_changed',
    ])
  })
})
