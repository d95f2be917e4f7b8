import type { RunRow } from '@chatmore/db'
import type { ContextMessage, RunPlan } from '../generation/ports.ts'
import { toHistory } from '../generation/to-history.ts'
import { fillTimeouts } from './fill-timeouts.ts'
import { lockedError, openEndpoint, type EndpointParts } from './open-endpoint.ts'
import { canSee } from './to-model.ts'
import { toParams } from './to-params.ts'

export type PlanParts = EndpointParts

/** What a run needs to know, from the rows that tell it. */
export function toPlan(parts: PlanParts, row: RunRow): RunPlan {
  const { message, input, lease, userId, workspaceId, model } = row
  const { endpoint, isLocked } = openEndpoint(parts, model)
  return {
    message,
    input,
    lease,
    purpose: row.purpose,
    userId,
    workspaceId,
    endpoint,
    params: toParams(model, row.windowParams),
    timeouts: fillTimeouts(model.timeouts),
    price: model.price,
    systemMessage: row.windowSystemMessage ?? row.sessionSystemMessage,
    history: [...toHistory(row.history), toInput(input)],
    contextWindow: model.contextWindow,
    vision: canSee(model),
    recordsBodies: model.recordBodies,
    maxConcurrent: model.maxConcurrent,
    obstacle: isLocked ? lockedError() : null,
  }
}

function toInput({ content, attachments, seq }: RunRow['input']): ContextMessage {
  return { role: 'user', content, ...(attachments && { attachments }), seq }
}
