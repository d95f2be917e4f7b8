import { createHash } from 'node:crypto'
import {
  findMessage,
  noteBroadcast,
  readBroadcast,
  replaceInput,
  transact,
  type AttachmentRecord,
  type Database,
  type MessageRecord,
  type Scope,
} from '@chatmore/db'
import type { MessageEditInput, SendResult } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { AppError, invalidInput, notFound, requireFound } from '../errors/app-error.ts'
import { keepFiles, requireFiles } from './require-files.ts'
import { requireReadyWindows } from './require-ready-windows.ts'
import { requireSame } from './send-message.ts'

type Parts = Pick<Dependencies, 'database' | 'engine' | 'demo' | 'owner'> & { scope: Scope }

/**
 * Writes another text in the place of an input: that one and what follows it in its window are archived, the new input and
 * its pending answer written, all at once, and the answer is run. Of two edits at once unique keys let one through; the
 * other is told. A repeated `clientMessageId` gets the first call's result.
 */
export async function editMessage(parts: Parts, input: MessageEditInput): Promise<SendResult> {
  const { database, engine } = parts
  const edited = await transact(database, (tx) => edit(tx, parts, input), { isRepeatable: true })
  const { sessionId, result } = edited
  await engine.announceSession(sessionId)
  engine.start(
    sessionId,
    result.turns.map((turn) => turn.assistantMessageId),
  )
  if (edited.isNew) await noteBroadcast(database, sessionId, '')
  return result
}

async function edit(tx: Database, parts: Parts, input: MessageEditInput) {
  const { content, clientMessageId } = input
  const replaced = await findMessage(tx, parts.scope, input.messageId)
  if (replaced?.role !== 'user') throw notFound('this input')
  const { sessionId } = replaced
  const place = { sessionId, clientMessageId, windowIds: [] }
  const state = requireFound(await readBroadcast(tx, parts.scope, place), 'this input')
  const requestHash = hashRequest(input)
  // Before every other check: what was accepted once stays accepted.
  if (state.earlier)
    return { sessionId, result: requireSame(state.earlier, requestHash).result, isNew: false }
  if (replaced.archivedBy !== null) throw archivedMeanwhile()
  const found = state.windows.find(({ id }) => id === replaced.windowId)
  const window = requireFound(found, 'this input')
  requireReadyWindows([window], parts.demo)
  const attachments = await findAttachments(tx, parts, { input, replaced })
  if (content === '' && !attachments) throw invalidInput({ content: 'is empty' })
  if (attachments) await keepFiles(tx, attachments)
  const request = { sessionId, clientMessageId, requestHash, content, attachments }
  const values = { ...request, replaced, window, owner: parts.owner }
  return { sessionId, result: (await replaceInput(tx, values)).result, isNew: true }
}

/** The input's own where none are named: who mends a word keeps the files. */
async function findAttachments(
  tx: Database,
  { scope }: Parts,
  { input, replaced }: { input: MessageEditInput; replaced: MessageRecord },
): Promise<AttachmentRecord[] | undefined> {
  return input.attachmentIds ? requireFiles(tx, scope, input.attachmentIds) : replaced.attachments
}

function archivedMeanwhile(): AppError {
  const rule = 'was archived meanwhile, as by another edit: bring it back first'
  return new AppError('CONFLICT', `messageId: ${rule}`, { fields: { messageId: rule } })
}

/** What makes two edits the same, and none of them a send. */
function hashRequest({ messageId, content, attachmentIds }: MessageEditInput): string {
  const files = attachmentIds ? [attachmentIds] : []
  return createHash('sha256')
    .update(JSON.stringify(['edit', messageId, content, ...files]))
    .digest('hex')
}
