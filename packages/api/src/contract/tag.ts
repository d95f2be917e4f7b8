import { z } from 'zod'
import { cleanText, isBlank } from './clean-text.ts'

export const MAX_TAG_LENGTH = 40

/** On one line, without the sign that many write before a tag. Two that differ in case alone are the same. */
export const tagSchema = z
  .string()
  .max(MAX_TAG_LENGTH, `is longer than ${MAX_TAG_LENGTH} characters`)
  .transform((text) =>
    cleanText(text)
      .normalize('NFC')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/^#+\s*/, ''),
  )
  .refine((text) => !isBlank(text), 'is empty')
