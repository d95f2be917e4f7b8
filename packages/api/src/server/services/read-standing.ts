import { listCountedVotes, listModelNames, type Scope } from '@chatmore/db'
import type { Standing } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { rankModels } from './rank-models.ts'

type Parts = Pick<Dependencies, 'database'> & { scope: Scope }

/** How the models stand by the caller's votes, or by those in sessions with a tag. */
export async function readStanding({ database, scope }: Parts, tag?: string | undefined): Promise<Standing> {
  const { votes, models } = rankModels(await listCountedVotes(database, scope, tag))
  const names = await listModelNames(
    database,
    models.map(({ modelId }) => modelId),
  )
  const rows = models.map((model) => ({ ...model, modelName: names.get(model.modelId) ?? '' }))
  return { votes, rows }
}
