import type { ChatWindow } from '../../contract/index.ts'
import { requireFound } from '../errors/app-error.ts'
import { publishSession } from './publish-session.ts'

/** Reads a window that has just changed and tells those who watch its session. */
export async function publishWindow(
  parts: Parameters<typeof publishSession>[0],
  { id, sessionId }: { id: string; sessionId: string },
): Promise<ChatWindow> {
  const session = await publishSession(parts, sessionId)
  return requireFound(
    session.windows.find((window) => window.id === id),
    'this window',
  )
}
