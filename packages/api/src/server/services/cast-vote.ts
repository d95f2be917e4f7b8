import {
  castVote as writeVote,
  findBroadcast,
  listBlindSessions,
  revealSession,
  transact,
  type BroadcastRecord,
  type Database,
  type MessageRecord,
  type Scope,
  type VoteContestant,
} from '@chatmore/db'
import { isInFlight, type Vote, type VoteCastInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput, requireFound } from '../errors/app-error.ts'
import { windowBusy } from './require-ready-windows.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

/** Writes what the caller thinks of a broadcast's answers, again to change it. In a blind session that reveals the models. */
export async function castVote(parts: Parts, input: VoteCastInput): Promise<Vote> {
  // Written twice it is the same vote, so a lost connection does no harm.
  const vote = await transact(parts.database, (tx) => cast(tx, parts.scope, input), { isRepeatable: true })
  await parts.engine.announceSession(vote.sessionId)
  return vote
}

async function cast(tx: Database, scope: Scope, input: VoteCastInput): Promise<Vote> {
  const { broadcastGroupId, verdict, messageId = null, note = '' } = input
  const broadcast = requireFound(await findBroadcast(tx, scope, broadcastGroupId), 'this broadcast')
  const contestants = requireContestants(broadcast)
  if (messageId !== null && !contestants.some((contestant) => contestant.messageId === messageId)) {
    throw invalidInput({ messageId: 'is not one of the answers to this broadcast' })
  }
  const { sessionId } = broadcast
  const blind = (await listBlindSessions(tx, [sessionId])).get(sessionId) ?? false
  const opinion = { verdict, messageId, note, contestants, blind }
  const vote = await writeVote(tx, scope, { sessionId, broadcastGroupId, ...opinion })
  if (blind) await revealSession(tx, scope, sessionId)
  return vote
}

/** The answers that can be compared: those with a text, once all have ended. */
function requireContestants({ answers }: BroadcastRecord): VoteContestant[] {
  const running = answers.filter(({ status }) => isInFlight(status))
  if (running.length > 0) {
    throw windowBusy(running.map(({ id, windowId }) => ({ id: windowId, runningMessageId: id })))
  }
  const contestants = answers.flatMap(toContestant)
  if (contestants.length > 1) return contestants
  throw invalidInput({ broadcastGroupId: 'has fewer than two answers with a text to compare' })
}

function toContestant({ id, modelId, content }: MessageRecord): VoteContestant[] {
  return content === '' || modelId === null ? [] : [{ messageId: id, modelId }]
}
