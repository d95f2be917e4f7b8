import { z } from 'zod'

/** The longest message content that a person may send, in UTF-16 units. */
export const MAX_CONTENT_LENGTH = 200_000

const INVISIBLE = /[\s\p{Cf}\u2800\u3164\u115F\u1160\uFFA0]/gu
// eslint-disable-next-line no-control-regex -- control characters are what this removes; tab and line breaks stay
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g

/** Drops control characters and replaces lone surrogates, so that what is stored is what every reader can show. */
export function cleanText(text: string): string {
  return text
    .replace(CONTROL, '')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
}

/** Whether a text has nothing that a person could see. */
export function isBlank(text: string): boolean {
  return text.replace(INVISIBLE, '') === ''
}

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
