import type { ModelConfig, ModelSummary } from '@chatmore/api/contract'
import type { ModelTests } from './use-model-admin.ts'

/** What a list of models shows, whether as a table or, on narrow screens, as cards. */
export interface ModelListProps {
  models: readonly ModelSummary[]
  configs: ReadonlyMap<string, ModelConfig>
  tests: ModelTests
}

/** What an administrator can ask for a listed model. */
export interface ModelListEmits {
  edit: [id: string]
  remove: [model: ModelSummary]
  test: [model: ModelSummary]
  enable: [model: ModelSummary, isEnabled: boolean]
}
