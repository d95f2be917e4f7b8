import { z } from 'zod'

/** `lastEventId` and `batched` are what the client sends with every subscription; here they change nothing. */
export const userWatchInputSchema = z.strictObject({
  lastEventId: z.string().max(200).nullish().catch(null),
  batched: z.boolean().optional(),
})

/** The watch has begun: what changed before is to be read. */
export interface ReadyEvent {
  type: 'ready'
}

/**
 * Something of the user's changed, on whatever tab or device: what it is stands under these names, the first words of
 * procedures, such as `session` for `session.list`. It says no more, so that who hears it reads what they may see.
 */
export interface ChangedEvent {
  type: 'changed'
  domains: string[]
}

/** An event of `user.watch`. */
export type UserEvent = ReadyEvent | ChangedEvent
