import { retryUnanswered } from '@chatmore/api/client'
import { isInFlight, type SendResult } from '@chatmore/api/contract'
import type { AskParts } from './ask-parts.ts'
import type { Progress } from './progress.ts'

/** For how long to go on asking a server that does not answer. */
const STOP_MS = 10_000

/** An input on its way to a session. */
export interface Sending {
  sessionId: string
  sent: Promise<SendResult>
}

/** Stops what still runs of an input's answers, once it is known whether the server has it. */
export async function stopAnswers(parts: AskParts, progress: Progress, sending: Sending): Promise<void> {
  const { client, closing, waits } = parts
  const { sessionId, sent } = sending
  const { turns } = await sent
  const messageIds = turns
    .map(({ assistantMessageId }) => assistantMessageId)
    .filter((id) => isInFlight(progress.find(id)?.status ?? 'pending'))
  if (messageIds.length === 0) return
  await retryUnanswered((within) => client.message.stop({ sessionId, messageIds }, { signal: within }), {
    forMs: STOP_MS,
    signal: closing,
    waits,
  })
}
