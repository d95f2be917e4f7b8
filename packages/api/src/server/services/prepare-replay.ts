import {
  findAskedAnswer,
  findFiles,
  listMessagesAt,
  type AttachmentRecord,
  type HistoryMessage,
  type Scope,
} from '@chatmore/db'
import { isImage, type CallDetail, type ModelParams, type ReplayObstacle } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { fromAsked, listPlaces } from '../generation/asked-with.ts'
import { parseRecordedRequest, type RecordedMessage } from './parse-recorded-request.ts'

type Parts = Pick<Dependencies, 'database'> & { scope: Scope }

/** What a recorded request asks for, ready to be written into windows. */
export interface Replay {
  systemMessage: string | null
  history: HistoryMessage[]
  input: HistoryMessage
  params: ModelParams
}

type Recorded = Pick<CallDetail, 'request' | 'isCut' | 'messageId'>

/** The replay of what a call was sent, or what is in its way. */
export async function prepareReplay(
  parts: Parts,
  { request, isCut, messageId }: Recorded,
): Promise<Replay | ReplayObstacle> {
  if (request === null) return 'unrecorded'
  const recorded = parseRecordedRequest(request)
  if (!recorded) return isCut ? 'cut' : 'noInput'
  const { messages, ...rest } = recorded
  const withFiles = await putImagesBack(parts, messages, messageId)
  const input = withFiles?.at(-1)
  return withFiles && input ? { ...rest, history: withFiles.slice(0, -1), input } : 'images'
}

/** The record does not hold images, but the answer's window may still, and the caller their bytes. Null where not. */
async function putImagesBack(
  { database, scope }: Parts,
  messages: RecordedMessage[],
  messageId: string | null,
): Promise<HistoryMessage[] | null> {
  const plain = messages.map(({ role, content }) => ({ role, content }))
  if (messages.every(({ imageCount }) => imageCount === 0)) return plain
  const images = messageId === null ? null : await listImages({ database, scope }, messageId)
  const isSame = images?.length === messages.length
  if (!isSame || messages.some(({ imageCount }, index) => images[index]?.length !== imageCount)) return null
  return plain.map((message, index) => ({ ...message, attachments: toFiles(images[index]) }))
}

function toFiles(images: AttachmentRecord[] = []): AttachmentRecord[] | undefined {
  return images.length > 0 ? images : undefined
}

/** The images of each message that a model was sent for an answer, the system message left out. */
async function listImages(
  { database, scope }: Parts,
  messageId: string,
): Promise<AttachmentRecord[][] | null> {
  const answer = await findAskedAnswer(database, scope, messageId)
  if (!answer?.asked) return null
  const window = await listMessagesAt(database, answer.windowId, listPlaces(answer.asked))
  const images = fromAsked({ ...answer.asked, systemMessage: null }, window).map(
    ({ attachments = [] }) => attachments.filter(isImage) as AttachmentRecord[],
  )
  const ids = [...new Set(images.flat().map(({ id }) => id))]
  return (await findFiles(database, scope, ids)) && images
}
