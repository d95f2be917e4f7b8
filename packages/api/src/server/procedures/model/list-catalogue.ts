import type { ListedModel } from '../../../contract/index.ts'
import { listCatalogue as list } from '../../services/list-catalogue.ts'
import { adminProcedure, noInputSchema } from '../../trpc.ts'

export const listCatalogue = adminProcedure
  .input(noInputSchema)
  .query(({ ctx }): Promise<ListedModel[]> => list(ctx))
