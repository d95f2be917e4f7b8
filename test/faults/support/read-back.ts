import { isInFlight, type Message } from '@chatmore/api/contract'
import type { TestClient } from '../../create-test-app.ts'
import type { SessionCopy, WindowCopy } from './check-history.ts'
import { waitFor } from './wait-for.ts'

/** Reads sessions with all their windows and messages, as any program can. */
export async function readSessions(client: TestClient, sessionIds: string[]): Promise<SessionCopy[]> {
  const copies: SessionCopy[] = []
  for (const id of sessionIds) {
    const { windows } = await client.session.get({ id })
    copies.push({ id, windows: await Promise.all(windows.map((window) => readWindow(client, window.id))) })
  }
  return copies
}

/** Resolves with a session's answers, window by window, once none of them is in flight. Throws after a minute. */
export async function waitUntilSettled(client: TestClient, sessionId: string): Promise<Message[]> {
  let answers: Message[] = []
  await waitFor(`the answers of session ${sessionId} end`, async () => {
    const [session] = await readSessions(client, [sessionId])
    const messages = session?.windows.flatMap((window) => window.messages) ?? []
    answers = messages.filter(({ role }) => role === 'assistant')
    return answers.every(({ status }) => !isInFlight(status))
  })
  return answers
}

async function readWindow(client: TestClient, id: string): Promise<WindowCopy> {
  const messages: Message[] = []
  let cursor: string | null = null
  do {
    const page: { items: Message[]; nextCursor: string | null } = await client.message.list({
      windowId: id,
      limit: 100,
      ...(cursor !== null && { cursor }),
    })
    messages.unshift(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return { id, messages }
}
