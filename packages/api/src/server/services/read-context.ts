import {
  findAskedAnswer,
  findRunRow,
  listBlindSessions,
  listMessagesAt,
  type AskedAnswer,
  type Scope,
} from '@chatmore/db'
import { countTokens } from '@chatmore/llm'
import type { MessageContext } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { fromAsked, listPlaces } from '../generation/asked-with.ts'
import { buildContext } from '../generation/build-context.ts'
import type { ContextMessage } from '../generation/ports.ts'
import { maskContext } from './mask-models.ts'
import { toPlan } from './to-plan.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox' | 'demoUrl'> & { scope: Scope }
type Sent = Pick<MessageContext, 'params' | 'messages' | 'isRecorded'>

/** What a model was sent for an answer, by what was written down of it, or else by the plan that it would have now. */
export async function readContext(parts: Parts, messageId: string): Promise<MessageContext> {
  const { database, scope } = parts
  const answer = requireFound(await findAskedAnswer(database, scope, messageId), 'this answer')
  const sent = (await readRecorded(parts, answer)) ?? (await planAnew(parts, messageId))
  const context = { messageId, model: { id: answer.modelId, name: answer.modelName }, ...sent }
  const isBlind = (await listBlindSessions(database, [answer.sessionId])).get(answer.sessionId)
  return isBlind ? maskContext(context) : context
}

async function readRecorded({ database }: Parts, { windowId, asked }: AskedAnswer): Promise<Sent | null> {
  if (!asked) return null
  const window = await listMessagesAt(database, windowId, listPlaces(asked))
  return { params: asked.params, messages: toSent(fromAsked(asked, window)), isRecorded: true }
}

async function planAnew(parts: Parts, messageId: string): Promise<Sent> {
  const row = requireFound(await findRunRow(parts.database, parts.scope, messageId), 'this answer')
  const plan = toPlan(parts, row)
  const context = await buildContext({ ...plan, maxTokens: plan.params.maxTokens }, countTokens)
  return { params: plan.params, messages: toSent(context), isRecorded: false }
}

function toSent(context: ContextMessage[]): MessageContext['messages'] {
  return context.map(({ role, content }) => ({ role, content }))
}
