import type { ModelConfigRow, RunRow } from '@chatmore/db'
import { LlmError } from '@chatmore/llm'
import type { ContextMessage, RunPlan } from '../generation/ports.ts'
import { toHistory } from '../generation/to-history.ts'
import { fillTimeouts } from './fill-timeouts.ts'
import type { SecretBox } from './secret-box.ts'
import { canSee } from './to-model.ts'

export interface PlanParts {
  secretBox: SecretBox
  /** The API base that stands in for the demo models' own. */
  demoUrl: string
}

/** What a run needs to know, from the rows that tell it. */
export function toPlan(parts: PlanParts, row: RunRow): RunPlan {
  const { message, input, lease, userId, workspaceId, model } = row
  const { apiKey, obstacle } = openKey(parts, model)
  return {
    message,
    input,
    lease,
    purpose: row.purpose,
    userId,
    workspaceId,
    endpoint: {
      apiBase: model.isDemo ? parts.demoUrl : model.apiBase,
      model: model.model,
      provider: model.provider,
      apiKey,
    },
    params: { ...model.extraConfig, ...row.windowParams },
    timeouts: fillTimeouts(model.timeouts),
    price: model.price,
    systemMessage: row.windowSystemMessage ?? row.sessionSystemMessage,
    history: [...toHistory(row.history), toInput(input)],
    contextWindow: model.contextWindow,
    vision: canSee(model),
    recordsBodies: model.recordBodies,
    obstacle,
  }
}

function toInput({ content, attachments, seq }: RunRow['input']): ContextMessage {
  return { role: 'user', content, ...(attachments && { attachments }), seq }
}

/** A key that cannot be read concerns its own model's answers alone, so it is an obstacle of theirs. */
function openKey(
  { secretBox }: PlanParts,
  { id, apiKeyCipher }: ModelConfigRow,
): { apiKey: string | null; obstacle: LlmError | null } {
  if (apiKeyCipher === null) return { apiKey: null, obstacle: null }
  try {
    return { apiKey: secretBox.open(id, apiKeyCipher), obstacle: null }
  } catch (cause) {
    const message = 'The API key saved for this model cannot be read. An administrator must enter it again.'
    return { apiKey: null, obstacle: new LlmError({ code: 'KEY_REFUSED', message, cause }) }
  }
}
