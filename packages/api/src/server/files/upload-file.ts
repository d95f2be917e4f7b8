import { createHash } from 'node:crypto'
import { saveFile } from '@chatmore/db'
import { z } from 'zod'
import { fileNameSchema, MAX_IMAGE_BYTES, type Attachment } from '../../contract/index.ts'
import { identifyCaller } from '../auth/identify-caller.ts'
import type { Context } from '../context.ts'
import { AppError, invalidInput } from '../errors/app-error.ts'
import { describeIssues } from '../errors/describe-issues.ts'
import { gatherBytes, tooLarge } from './gather-bytes.ts'
import { inspectFile } from './inspect-file.ts'

/** A file as it comes in. */
export interface FileUpload {
  name: string | undefined
  /** What its sender takes it for. */
  mediaType: string
  /** How long it will be, where that was told. */
  length: number | null
  body: AsyncIterable<Uint8Array>
}

const inputSchema = z.strictObject({ name: fileNameSchema })

/** Keeps a file for its sender: for a day, and for good once a message carries it. */
export async function uploadFile(ctx: Context, upload: FileUpload): Promise<Attachment> {
  const { user } = await identifyCaller(ctx)
  ctx.uploads.count(user.id)
  const name = requireName(upload)
  if ((upload.length ?? 0) > MAX_IMAGE_BYTES) throw tooLarge(MAX_IMAGE_BYTES)
  const place = ctx.uploads.enter(user.id)
  try {
    const bytes = await gatherBytes(upload.body, place.take)
    const facts = await inspectFile(bytes, upload.mediaType)
    const hash = createHash('sha256').update(bytes).digest('hex')
    const { mostBytes } = ctx.uploads
    const saved = await saveFile(
      ctx.database,
      { userId: user.id },
      { ...facts, name, hash, bytes, mostBytes },
    )
    if (saved) return saved
    const most = `${Math.floor(mostBytes / 1024 / 1024)} MB`
    const rule = `has no room: your files may be ${most} together`
    throw new AppError('FILES_FULL', `file: ${rule}`, { fields: { file: rule } })
  } finally {
    place.leave()
  }
}

function requireName({ name }: FileUpload): string {
  const parsed = inputSchema.safeParse(name === undefined ? {} : { name })
  if (parsed.success) return parsed.data.name
  throw invalidInput(describeIssues(parsed.error.issues), parsed.error)
}
