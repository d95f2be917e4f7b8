import { z } from 'zod'
import { MAX_ATTACHMENTS } from './attachment.ts'
import { idSchema } from './id.ts'

/** Apart from what the web needs of attachments first, which so loads no zod. */
export const attachmentIdsSchema = z
  .array(idSchema)
  .max(MAX_ATTACHMENTS, `has more than ${MAX_ATTACHMENTS} files`)
  .refine((ids) => new Set(ids).size === ids.length, 'names a file twice')
