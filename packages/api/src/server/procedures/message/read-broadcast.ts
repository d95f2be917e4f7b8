import { findBroadcast, findVote } from '@chatmore/db'
import { messageBroadcastInputSchema, type Broadcast } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import { userProcedure } from '../../trpc.ts'

export const readBroadcast = userProcedure
  .input(messageBroadcastInputSchema)
  .query(async ({ ctx: { database, scope }, input: { broadcastGroupId } }): Promise<Broadcast> => {
    const broadcast = requireFound(await findBroadcast(database, scope, broadcastGroupId), 'this broadcast')
    return { ...broadcast, vote: await findVote(database, scope, broadcastGroupId) }
  })
