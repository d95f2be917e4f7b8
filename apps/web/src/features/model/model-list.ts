import type { ListedModel } from '@chatmore/api/contract'
import type { DropPlace, ModelGroup } from './lib/order-models.ts'
import type { ModelTests } from './use-model-admin.ts'

/** What an administrator can ask for a listed model. */
export type ModelAction =
  'edit' | 'remove' | 'test' | 'enable' | 'disable' | 'duplicate' | 'discover' | 'up' | 'down'

/** What a list of models shows, whether as a table or, on narrow screens, as cards. */
export interface ModelListProps {
  groups: readonly ModelGroup<ListedModel>[]
  tests: ModelTests
  picked: ReadonlySet<string>
  /** Not while some of them are hidden: nobody would see where a model goes. */
  canMove: boolean
  draggedId: string | null
  place: DropPlace | null
}

export interface ModelListEmits {
  act: [action: ModelAction, model: ListedModel]
  pick: [id: string, isPicked: boolean]
  moveGroup: [name: string | null, by: -1 | 1]
}
