import { z } from 'zod'
import { cleanText, isBlank } from './clean-text.ts'
import { idSchema } from './id.ts'
import { nameSchema } from './text.ts'

/** The most templates that a user may keep. */
export const MAX_TEMPLATES = 500

const templateFields = {
  name: nameSchema,
  content: z
    .string()
    .max(50_000, 'is longer than 50,000 characters')
    .transform(cleanText)
    .refine((text) => !isBlank(text), 'is empty'),
}

export const templateCreateInputSchema = z.strictObject(templateFields)
export type TemplateCreateInput = z.infer<typeof templateCreateInputSchema>

/** An absent field stays as it is. */
export const templateUpdateInputSchema = z.strictObject(templateFields).partial().extend({ id: idSchema })
export type TemplateUpdateInput = z.infer<typeof templateUpdateInputSchema>

/** A prompt to use again. `{{name}}` in its content stands for what is asked for when it is used. */
export interface Template {
  id: string
  name: string
  content: string
  createdAt: string
  updatedAt: string
}

const VARIABLE = /\{\{\s*([\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,59}?)\s*\}\}/gu

/** The names of a content's variables, each once, in their order. */
export function listVariables(content: string): string[] {
  return [...new Set([...content.matchAll(VARIABLE)].map((match) => match[1] ?? ''))]
}

/** The content with its variables replaced by what was entered for them. What is entered is taken as it stands. */
export function fillTemplate(content: string, values: Readonly<Record<string, string>>): string {
  return content.replace(VARIABLE, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  )
}
