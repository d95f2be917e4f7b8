import { z } from 'zod'
import { cleanText } from './clean-text.ts'
import { idSchema } from './id.ts'
import { cursorSchema, limitSchema } from './page.ts'
import { systemMessageSchema, titleSchema } from './text.ts'
import { MAX_WINDOWS, windowConfigSchema, type ChatWindow } from './window.ts'

export const sessionCreateInputSchema = z.strictObject({
  title: titleSchema.optional(),
  systemMessage: systemMessageSchema.optional(),
  windows: z
    .array(windowConfigSchema)
    .min(1, 'is empty: choose at least one model')
    .max(MAX_WINDOWS, `has more than ${MAX_WINDOWS} windows`),
})
export type SessionCreateInput = z.infer<typeof sessionCreateInputSchema>

export const sessionListInputSchema = z.strictObject({
  // As titles are cleaned, so that what was typed into one finds it.
  search: z.string().max(200, 'is longer than 200 characters').transform(cleanText).optional(),
  cursor: cursorSchema.nullish(),
  limit: limitSchema.optional(),
})
export type SessionListInput = z.infer<typeof sessionListInputSchema>

export const sessionUpdateInputSchema = z.strictObject({
  id: idSchema,
  title: titleSchema.optional(),
  systemMessage: systemMessageSchema.optional(),
})
export type SessionUpdateInput = z.infer<typeof sessionUpdateInputSchema>

/** `lastEventId` is what the tRPC client sends by itself when it resumes. With `batched`, events come as `WatchBatch`. */
export const sessionWatchInputSchema = z.strictObject({
  id: idSchema,
  // What is no id of an event counts as none: the watcher gets everything anew.
  lastEventId: z.string().max(200).nullish().catch(null),
  batched: z.boolean().optional(),
})

/** A row of the session list. `title` is empty until the session has one; `isRunning` tells whether any window is answering. */
export interface SessionSummary {
  id: string
  title: string
  windowCount: number
  isRunning: boolean
  createdAt: string
  updatedAt: string
}

export interface Session {
  id: string
  title: string
  systemMessage: string | null
  initialBroadcastDone: boolean
  windows: ChatWindow[]
  createdAt: string
  updatedAt: string
}
