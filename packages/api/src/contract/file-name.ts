import { z } from 'zod'
import { cleanText, isBlank } from './clean-text.ts'

/** The longest name of a file, in UTF-16 units. */
const MAX_FILE_NAME = 200
/** Marks that have a name read otherwise than it is written. */
const DIRECTIONS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** The last part of a path, on one line, without what cannot be seen. */
export const fileNameSchema = z
  .string()
  .transform((text) => cleanText(text.split(/[\\/]/).at(-1) ?? ''))
  .transform((text) => text.replace(DIRECTIONS, '').replace(/\s+/g, ' ').trim())
  .refine((text) => !isBlank(text) && !/^\.+$/.test(text), 'is empty')
  .refine((text) => text.length <= MAX_FILE_NAME, `is longer than ${MAX_FILE_NAME} characters`)
