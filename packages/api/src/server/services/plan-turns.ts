import type { BroadcastState, SendWindow, WrittenTurn } from '@chatmore/db'
import type { RunPlan } from '../generation/ports.ts'
import { toPlan, type PlanParts } from './to-plan.ts'

interface WrittenBroadcast {
  session: BroadcastState['session']
  windows: SendWindow[]
  /** One for each of the windows, in their order. */
  turns: WrittenTurn[]
}

/** The plans of answers that were written just now, from what was read to write them. */
export function planTurns(
  parts: PlanParts & { owner: string },
  { session, windows, turns }: WrittenBroadcast,
): RunPlan[] {
  return windows.flatMap((window, index) => {
    const turn = turns[index]
    if (!turn) return []
    const plan = toPlan(parts, {
      message: turn.answer,
      input: turn.input,
      lease: { owner: parts.owner, fence: 1 },
      userId: session.userId,
      workspaceId: session.workspaceId,
      model: window.modelConfig,
      windowParams: window.params,
      windowSystemMessage: window.systemMessage,
      sessionSystemMessage: session.systemMessage,
      history: window.history,
    })
    return [plan]
  })
}
