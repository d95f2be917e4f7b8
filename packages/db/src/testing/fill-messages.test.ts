import { expect, it } from 'vitest'
import { listMessages } from '../repositories/messages/list-messages.ts'
import { findSession } from '../repositories/sessions/find-session.ts'
import { createTestDatabase } from './create-test-database.ts'
import { fillMessages } from './fill-messages.ts'
import { seedModel, seedUser } from './seed.ts'

it('fills every window with dense turns that read like any other', async () => {
  await using database = await createTestDatabase()
  const { db } = database
  const scope = await seedUser(db)
  const { id: modelId } = await seedModel(db)
  const request = { scope, modelId, sessions: 3, windowsPerSession: 2, turnsPerWindow: 30, textLength: 40 }
  const sessionIds = await fillMessages(db, request)
  expect(sessionIds).toHaveLength(3)
  for (const id of sessionIds) {
    const session = await findSession(db, scope, id)
    expect(session).toMatchObject({ initialBroadcastDone: true })
    for (const window of session!.windows) {
      const { items } = (await listMessages(db, scope, { windowId: window.id, limit: 100 }))!
      expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
      expect(items[1]).toMatchObject({ role: 'assistant', replyToId: items[0]!.id, status: 'done', modelId })
      expect(items.every(({ id, content }) => id.length === 26 && content.length === 40)).toBe(true)
    }
  }
})
