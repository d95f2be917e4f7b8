import { retryUnanswered } from '@chatmore/api/client'
import type { Session } from '@chatmore/api/contract'
import type { AskParts, AskStep } from './ask-parts.ts'
import { chooseModels } from './choose-models.ts'
import { makeId } from './make-id.ts'

/** The session that is asked: the one named, or a new one with a window for each model. */
export async function openSession(
  { client, waits }: AskParts,
  { input, signal, remainingMs }: AskStep,
): Promise<Session> {
  const retry = () => ({ forMs: remainingMs(), signal, waits })
  if (input.sessionId !== undefined) {
    const { sessionId: id } = input
    return retryUnanswered((within) => client.session.get({ id }, { signal: within }), retry())
  }
  const { models, title, systemMessage, params, blind } = input
  const known = await retryUnanswered((within) => client.model.list(null, { signal: within }), retry())
  const windows = chooseModels(known, models).map((modelId) => ({ modelId, params }))
  const made = { windows, title, systemMessage, blind, clientSessionId: makeId() }
  return retryUnanswered((within) => client.session.create(made, { signal: within }), retry())
}
