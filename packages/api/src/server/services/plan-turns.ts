import {
  loadHistories,
  type BroadcastState,
  type Database,
  type HistoryRow,
  type SendWindow,
  type WrittenTurn,
} from '@chatmore/db'
import type { RunPlan } from '../generation/ports.ts'
import { toPlan, type PlanParts } from './to-plan.ts'

interface WrittenBroadcast {
  session: BroadcastState['session']
  windows: SendWindow[]
  /** One for each of the windows, in their order. */
  turns: WrittenTurn[]
}

/** The plans of answers that were written just now, from what was read to write them. */
export async function planTurns(
  tx: Database,
  parts: PlanParts & { owner: string },
  { session, windows, turns }: WrittenBroadcast,
): Promise<RunPlan[]> {
  const histories = await completeHistories(tx, windows)
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
      history: histories.get(window.id) ?? [],
    })
    return [plan]
  })
}

/** Reads those that were not expected. A window without a message needs none. */
async function completeHistories(tx: Database, windows: SendWindow[]): Promise<Map<string, HistoryRow[]>> {
  const missing = windows.filter(({ history, nextSeq }) => history === null && nextSeq > 1)
  const requests = missing.map(({ id, nextSeq }) => ({ windowId: id, beforeSeq: nextSeq }))
  const loaded = await loadHistories(tx, requests)
  const histories = new Map(windows.map(({ id, history }) => [id, history ?? []]))
  for (const [index, { id }] of missing.entries()) histories.set(id, loaded[index] ?? [])
  return histories
}
