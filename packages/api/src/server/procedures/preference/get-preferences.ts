import { findPreferences } from '@chatmore/db'
import type { Preferences } from '../../../contract/index.ts'
import { noInputSchema, userProcedure } from '../../trpc.ts'

export const getPreferences = userProcedure
  .input(noInputSchema)
  .query(({ ctx }): Promise<Preferences> => findPreferences(ctx.database, ctx.scope))
