import type { AttachmentRecord } from '../../records/file.ts'
import { files } from '../../schema/files.ts'
import { messages } from '../../schema/messages.ts'

export const attachmentColumns = {
  id: files.id,
  name: files.name,
  mediaType: files.mediaType,
  size: files.size,
  width: files.width,
  height: files.height,
  tokens: files.tokens,
}

type AttachmentRow = Pick<typeof files.$inferSelect, keyof typeof attachmentColumns>

export function toAttachment({ width, height, ...row }: AttachmentRow): AttachmentRecord {
  return width === null || height === null ? row : { ...row, width, height }
}

/** What a message carries as it is read, where the column's own reading is not at work; absent where it carries nothing. */
export function readAttachments(value: unknown): AttachmentRecord[] | undefined {
  return value === null ? undefined : (messages.attachments.mapFromDriverValue(value) as AttachmentRecord[])
}
