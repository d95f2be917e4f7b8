import { z } from 'zod'
import { cleanText, isBlank, MAX_CONTENT_LENGTH } from './clean-text.ts'

/** A name or title on one line: trimmed, 1 to `max` characters. */
export const lineSchema = (max: number) =>
  z
    .string()
    .max(max, `is longer than ${max} characters`)
    .transform((text) => cleanText(text).replace(/\s+/g, ' ').trim())
    .refine((text) => !isBlank(text), 'is empty')

export const titleSchema = lineSchema(200)
export const nameSchema = lineSchema(120)

/** A longer text, such as a system message. An empty one means "none". */
export const systemMessageSchema = z
  .string()
  .max(50_000, 'is longer than 50,000 characters')
  .transform((text) => (isBlank(text) ? null : cleanText(text)))
  .nullable()

export const contentSchema = z
  .string()
  .max(MAX_CONTENT_LENGTH, 'is longer than 200,000 characters')
  .transform(cleanText)
  .refine((text) => !isBlank(text), 'is empty')

/** The same where files may say enough: a blank one comes out empty. */
export const contentBesideFilesSchema = z
  .string()
  .max(MAX_CONTENT_LENGTH, 'is longer than 200,000 characters')
  .transform((text) => (isBlank(text) ? '' : cleanText(text)))
