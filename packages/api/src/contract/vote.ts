import { z } from 'zod'
import { cleanText } from './clean-text.ts'
import { idSchema } from './id.ts'
import { cursorSchema, limitSchema } from './page.ts'
import { tagSchema } from './tag.ts'

/** The longest note on a vote, in UTF-16 units. */
export const MAX_NOTE_LENGTH = 4000

export const voteVerdicts = ['best', 'tie', 'none'] as const
/** What a vote says: that one answer was best, that the best were alike, or that none was good. */
export type VoteVerdict = (typeof voteVerdicts)[number]

export const voteCastInputSchema = z
  .strictObject({
    broadcastGroupId: idSchema,
    verdict: z.enum(voteVerdicts, 'is not one of best, tie, none'),
    messageId: idSchema.optional(),
    note: z.string().max(MAX_NOTE_LENGTH, 'is longer than 4,000 characters').transform(cleanText).optional(),
  })
  .superRefine(({ verdict, messageId }, context) => {
    const isNamed = messageId !== undefined
    if (isNamed === (verdict === 'best')) return
    const message = isNamed ? 'is given, but only a vote for the best names an answer' : 'is missing'
    context.addIssue({ code: 'custom', path: ['messageId'], message })
  })
export type VoteCastInput = z.infer<typeof voteCastInputSchema>

export const voteListInputSchema = z.strictObject({
  sessionId: idSchema,
  cursor: cursorSchema.nullish(),
  limit: limitSchema.optional(),
})
export type VoteListInput = z.infer<typeof voteListInputSchema>

/** `tag`: of sessions with that tag alone. */
export const voteStandingInputSchema = z.strictObject({ tag: tagSchema.optional() })
/** What `vote.standing` takes: `tag` counts the votes of its sessions alone. */
export type VoteStandingInput = z.infer<typeof voteStandingInputSchema>

/** What the caller thinks of the answers to one broadcast. `messageId` is the best of them, or null. */
export interface Vote {
  sessionId: string
  broadcastGroupId: string
  verdict: VoteVerdict
  messageId: string | null
  note: string
  /** Whether the models were hidden when it was cast. */
  blind: boolean
  createdAt: string
  updatedAt: string
}

/**
 * A model among those that the caller's votes compared. `strength` is the estimated chance to be preferred over an average
 * one of them, from 0 to 1, and the true one lies between `low` and `high` with a probability of 95 %.
 */
export interface StandingRow {
  modelId: string
  modelName: string
  /** Votes that it took part in. */
  votes: number
  wins: number
  ties: number
  losses: number
  strength: number
  low: number
  high: number
}

/** Models by the caller's votes, the strongest first. */
export interface Standing {
  /** Votes that count: about answers of two or more models. */
  votes: number
  rows: StandingRow[]
}
