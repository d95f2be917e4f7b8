import type { ModelConfigRow, Scope } from '@chatmore/db'
import type { ModelParams } from '../../../contract/index.ts'
import type { Dependencies } from '../../context.ts'
import type { Turn } from './record-place.ts'

export type WriteParts = Pick<Dependencies, 'database' | 'owner'> & {
  scope: Scope
  uploads: Pick<Dependencies['uploads'], 'mostBytes'>
}

/** A turn to be written, once for each of `targets`: a model, or several of which one answers. */
export interface PlannedTurns extends Turn {
  /** Null where a session is to be made for it. */
  sessionId: string | null
  systemMessage: string | null
  params: ModelParams
  targets: ModelConfigRow[][]
}
