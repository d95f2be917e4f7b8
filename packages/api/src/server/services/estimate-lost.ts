import { loadRunRowsInFlight, type Database, type RunRow, type RunUsage } from '@chatmore/db'
import { countTokens } from '@chatmore/llm'
import { buildContext, countAll } from '../generation/build-context.ts'
import { estimateAnswer } from '../generation/estimate-usage.ts'
import { toPlan, type PlanParts } from './to-plan.ts'

/**
 * What answers have used whose server is lost, by what would be sent for them now and the text that was saved. Of one without
 * text nobody knows whether its model was ever called.
 */
export async function estimateLost(
  parts: PlanParts & { database: Database },
  messageIds: string[],
): Promise<Map<string, RunUsage>> {
  const rows = await loadRunRowsInFlight(parts.database, messageIds)
  const usages = new Map<string, RunUsage>()
  for (const row of rows.filter(({ message }) => message.content !== '' || message.reasoning !== '')) {
    usages.set(row.message.id, await estimateOne(parts, row))
  }
  return usages
}

async function estimateOne(parts: PlanParts, row: RunRow): Promise<RunUsage> {
  const plan = toPlan(parts, row)
  const context = await buildContext({ ...plan, maxTokens: plan.params.maxTokens }, countTokens)
  return estimateAnswer(await countAll(context, plan.vision, countTokens), row.message, countTokens)
}
