import {
  findAskedAnswer,
  findRunRow,
  listBlindSessions,
  listMessagesAt,
  readBytesUnscoped,
  type AskedAnswer,
  type Scope,
} from '@chatmore/db'
import { countTokens } from '@chatmore/llm'
import { isImage, type Attachment, type MessageContext } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { fromAsked, listPlaces } from '../generation/asked-with.ts'
import { listSent, putFilesIn } from '../generation/attached-files.ts'
import { buildContext } from '../generation/build-context.ts'
import type { ContextMessage } from '../generation/ports.ts'
import { createFileReader } from './create-file-reader.ts'
import { maskContext } from './mask-models.ts'
import { toPlan } from './to-plan.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox' | 'keyTurns' | 'demoUrl'> & { scope: Scope }
type Sent = Pick<MessageContext, 'params' | 'messages' | 'isRecorded'>

/** What a model was sent for an answer, by what was written down of it, or else by the plan that it would have now. */
export async function readContext(parts: Parts, messageId: string): Promise<MessageContext> {
  const { database, scope } = parts
  const answer = requireFound(await findAskedAnswer(database, scope, messageId), 'this answer')
  const isBlind = (await listBlindSessions(database, [answer.sessionId])).get(answer.sessionId) ?? false
  const sent = (await readRecorded(parts, answer, isBlind)) ?? (await planAnew(parts, messageId, isBlind))
  const context = { messageId, model: { id: answer.modelId, name: answer.modelName }, ...sent }
  return isBlind ? maskContext(context) : context
}

async function readRecorded(
  parts: Parts,
  { windowId, asked }: AskedAnswer,
  isBlind: boolean,
): Promise<Sent | null> {
  if (!asked) return null
  const window = await listMessagesAt(parts.database, windowId, listPlaces(asked))
  const messages = await toSent(parts, fromAsked(asked, window), isBlind || asked.vision === true)
  return { params: asked.params, messages, isRecorded: true }
}

async function planAnew(parts: Parts, messageId: string, isBlind: boolean): Promise<Sent> {
  const row = requireFound(await findRunRow(parts.database, parts.scope, messageId), 'this answer')
  const plan = toPlan(parts, row)
  const context = await buildContext({ ...plan, maxTokens: plan.params.maxTokens }, countTokens)
  const messages = await toSent(parts, context, isBlind || plan.vision)
  return { params: plan.params, messages, isRecorded: false }
}

/** In a blind session images are shown as sent, whether they were: that a model sees none would tell of it. */
async function toSent(
  { database }: Parts,
  context: ContextMessage[],
  vision: boolean,
): Promise<MessageContext['messages']> {
  const sent = listSent(context, vision)
  const idsOf = (files: Attachment[]) => files.map(({ id }) => id)
  const texts = await createFileReader((id) => readBytesUnscoped(database, id))(
    idsOf(sent.filter((file) => !isImage(file))),
  )
  // Of an image the message tells all that is shown.
  const images = idsOf(sent.filter(isImage)).map((id): [string, Buffer] => [id, Buffer.alloc(0)])
  const files = new Map([...texts, ...images])
  return context.map((message) => putFilesIn(message, { vision, files }))
}
