import { z } from 'zod'
import { cleanText } from './clean-text.ts'
import { idSchema } from './id.ts'
import { clientMessageIdSchema } from './message.ts'
import { cursorSchema, limitSchema, type Page } from './page.ts'
import { tagSchema } from './tag.ts'
import { systemMessageSchema, titleSchema } from './text.ts'
import { MAX_WINDOWS, windowConfigSchema, type ChatWindow } from './window.ts'

export const sessionCreateInputSchema = z.strictObject({
  title: titleSchema.optional(),
  systemMessage: systemMessageSchema.optional(),
  /** Hides from everybody which window has which model, until someone votes or reveals them. */
  blind: z.boolean().optional(),
  /** 8 to 64 letters, digits, - or _. Repeated, it leads to the same session, whatever else is said. */
  clientSessionId: clientMessageIdSchema.optional(),
  windows: z
    .array(windowConfigSchema)
    .min(1, 'is empty: choose at least one model')
    .max(MAX_WINDOWS, `has more than ${MAX_WINDOWS} windows`),
})
export type SessionCreateInput = z.infer<typeof sessionCreateInputSchema>

/** The most tags that a session may have. */
export const MAX_TAGS = 20

export const sessionListInputSchema = z.strictObject({
  // As titles are cleaned, so that what was typed into one finds it.
  search: z.string().max(200, 'is longer than 200 characters').transform(cleanText).optional(),
  archived: z.boolean().optional(),
  tag: tagSchema.optional(),
  cursor: cursorSchema.nullish(),
  limit: limitSchema.optional(),
})
export type SessionListInput = z.infer<typeof sessionListInputSchema>

export const sessionUpdateInputSchema = z.strictObject({
  id: idSchema,
  title: titleSchema.optional(),
  systemMessage: systemMessageSchema.optional(),
  pinned: z.boolean().optional(),
  archived: z.boolean().optional(),
  tags: z.array(tagSchema).max(MAX_TAGS, `has more than ${MAX_TAGS} tags`).optional(),
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
  pinned: boolean
  archived: boolean
  tags: string[]
  /** Where a search found its words in a message, and not in the title. */
  match: SessionMatch | null
  windowCount: number
  isRunning: boolean
  createdAt: string
  updatedAt: string
}

/** The newest message of a session that holds the words of a search; `snippet` is the text around them, on one line. */
export interface SessionMatch {
  messageId: string
  windowId: string
  role: 'system' | 'user' | 'assistant'
  snippet: string
}

/** The pinned sessions first, then the latest used. `isPartial`: the search has read only so much; its cursor, if any, goes on. */
export interface SessionPage extends Page<SessionSummary> {
  isPartial: boolean
}

/** A tag, and how many sessions have it. */
export interface TagCount {
  tag: string
  sessionCount: number
}

/** A conversation of several windows. `title` is empty until it has one; `systemMessage` is for windows without their own. */
export interface Session {
  id: string
  title: string
  systemMessage: string | null
  initialBroadcastDone: boolean
  /** Its models are hidden: windows and messages come without what would tell them. */
  blind: boolean
  pinned: boolean
  archived: boolean
  tags: string[]
  windows: ChatWindow[]
  createdAt: string
  updatedAt: string
}
