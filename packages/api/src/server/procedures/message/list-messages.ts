import { listMessages as findMessages } from '@chatmore/db'
import { messageListInputSchema, type Message, type Page } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import { userProcedure } from '../../trpc.ts'

export const listMessages = userProcedure
  .input(messageListInputSchema)
  .query(async ({ ctx, input }): Promise<Page<Message>> =>
    requireFound(await findMessages(ctx.database, ctx.scope, input), 'this window'),
  )
