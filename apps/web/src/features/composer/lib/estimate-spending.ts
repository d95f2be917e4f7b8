import {
  isImage,
  toInputBudget,
  type Attachment,
  type Message,
  type ModelSummary,
} from '@chatmore/api/contract'
import { estimateTokens } from '../../message/lib/estimate-tokens.ts'

export interface WindowSpending {
  tokens: number
  /** Null where the model has no price, or is not known. */
  cost: { currency: string; amount: number } | null
}

interface Input {
  rows: readonly Message[]
  systemMessage: string
  /** Of what is to be sent. */
  textTokens: number
  files: readonly Attachment[]
  model: ModelSummary | undefined
}

/** What a window's model would read if this were sent, and what that costs. What it writes comes on top. */
export function estimateSpending(input: Input): WindowSpending {
  const { rows, systemMessage, textTokens, files, model } = input
  const all = estimateHistory(rows, systemMessage, model) + textTokens + countFileTokens(files, model)
  const budget = model && toInputBudget(model.contextWindow, model.defaults.maxTokens)
  const tokens = budget == null ? all : Math.min(all, Math.max(budget, 0))
  const price = model?.price
  if (!price) return { tokens, cost: null }
  return {
    tokens,
    cost: { currency: price.currency, amount: (tokens * Number(price.inputPerMillion)) / 1_000_000 },
  }
}

/** From the newest answer whose usage is known on: its input, its text, and what came since. */
function estimateHistory(
  rows: readonly Message[],
  systemMessage: string,
  model: ModelSummary | undefined,
): number {
  let tokens = 0
  for (const row of rows.toReversed()) {
    if (row.role === 'assistant' && row.superseded) continue
    if (row.promptTokens !== null) return tokens + row.promptTokens + toTextTokens(row)
    tokens += estimateTokens(row.content) + countFileTokens(row.attachments ?? [], model)
  }
  return tokens + estimateTokens(systemMessage)
}

/** Of a message's files; images cost a model that does not see them nothing. */
function countFileTokens(files: readonly Attachment[], model: ModelSummary | undefined): number {
  const seen = files.filter((file) => !isImage(file) || model?.vision)
  return seen.reduce((sum, file) => sum + file.tokens, 0)
}

/** What a model reasoned is not sent again. */
function toTextTokens({ completionTokens, reasoningTokens, content }: Message): number {
  if (completionTokens === null) return estimateTokens(content)
  return Math.max(0, completionTokens - (reasoningTokens ?? 0))
}

export interface Spending {
  windows: number
  tokens: number
  /** By currency, in the order of the windows; empty where no model has a price. */
  costs: { currency: string; amount: number }[]
  /** Whether every window's cost is in it. */
  isWhole: boolean
}

export function addSpending(parts: readonly WindowSpending[]): Spending {
  const byCurrency = new Map<string, number>()
  for (const { cost } of parts) {
    if (cost) byCurrency.set(cost.currency, (byCurrency.get(cost.currency) ?? 0) + cost.amount)
  }
  return {
    windows: parts.length,
    tokens: parts.reduce((sum, part) => sum + part.tokens, 0),
    costs: [...byCurrency].map(([currency, amount]) => ({ currency, amount })),
    isWhole: parts.every((part) => part.cost !== null),
  }
}
