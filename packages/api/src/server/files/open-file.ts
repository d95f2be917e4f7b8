import { findFile, readParts } from '@chatmore/db'
import { idSchema, type Attachment } from '../../contract/index.ts'
import { identifyCaller } from '../auth/identify-caller.ts'
import type { Context } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'

/** A file with its bytes, which are read piece by piece as they are asked for. */
export interface OpenFile {
  attachment: Attachment
  parts: AsyncIterable<Uint8Array>
}

/** A file that the caller may read: sessions are their owners' alone, and so are the files of their messages. */
export async function openFile(ctx: Context, id: string): Promise<OpenFile> {
  const { user } = await identifyCaller(ctx)
  const isId = idSchema.safeParse(id).success
  const found = requireFound(isId && (await findFile(ctx.database, { userId: user.id }, id)), 'this file')
  const { hash, ...attachment } = found
  return { attachment, parts: readParts(ctx.database, hash) }
}
