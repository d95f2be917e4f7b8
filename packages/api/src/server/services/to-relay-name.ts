import { listModelStates, type RelayNameRow, type Scope } from '@chatmore/db'
import type { RelayName } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { describeObstacle } from './describe-obstacle.ts'

export type RelayNameParts = Pick<Dependencies, 'database' | 'demo'> & { scope: Scope }

/** Names with what has become of their models: one that is gone is kept, and says so. */
export async function toRelayNames(
  { database, demo, scope }: RelayNameParts,
  rows: RelayNameRow[],
): Promise<RelayName[]> {
  const states = await listModelStates(
    database,
    scope,
    rows.flatMap(({ modelIds }) => modelIds),
  )
  const toModel = (id: string): RelayName['models'][number] => {
    const state = states.get(id)
    if (!state || state.removed) return { id, name: state?.name ?? '', obstacle: 'removed' }
    // Whom it is for is asked of each who calls.
    const isCallable = describeObstacle({ ...state, isPermitted: true }, demo) === null
    return { id, name: state.name, obstacle: isCallable ? null : 'disabled' }
  }
  return rows.map(({ modelIds, ...row }) => ({ ...row, models: modelIds.map(toModel) }))
}

export async function toRelayName(parts: RelayNameParts, row: RelayNameRow): Promise<RelayName> {
  const [name] = await toRelayNames(parts, [row])
  if (!name) throw new Error('A relay name got lost.')
  return name
}
