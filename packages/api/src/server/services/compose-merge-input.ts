import {
  listMergeSources,
  type Database,
  type MergeSource,
  type ModelConfigRow,
  type Scope,
  type SessionRecord,
} from '@chatmore/db'
import { countTokens } from '@chatmore/llm'
import {
  composeMerge,
  toQuestion,
  isInFlight,
  MAX_MERGE_LENGTH,
  toInputBudget,
  toLetters,
  type MessageMergeInput,
} from '../../contract/index.ts'
import { invalidInput, notFound } from '../errors/app-error.ts'
import { windowBusy } from './require-ready-windows.ts'
import { toParams } from './to-params.ts'

interface Merge {
  input: MessageMergeInput
  session: SessionRecord
  model: ModelConfigRow
}

/** The text that a merge sends: the prompt with the chosen answers. Throws where they cannot be merged, or not by this model. */
export async function composeMergeInput(
  parts: { database: Database; scope: Scope },
  { input, session, model }: Merge,
): Promise<string> {
  const sources = await listMergeSources(parts.database, parts.scope, input)
  requireMergeable(sources, input)
  const answers = sources.map((source) => ({
    ...source,
    question: toQuestion(source.question, source.attachments ?? []),
    label: toLabel(session, source.windowId),
  }))
  const content = composeMerge(input.prompt, answers)
  await requireFit(content, { session, model })
  return content
}

function requireMergeable(sources: MergeSource[], { messageIds }: MessageMergeInput): void {
  if (sources.length < new Set(messageIds).size) throw notFound('an answer of messageIds')
  const running = sources.filter(({ status }) => isInFlight(status))
  if (running.length > 0) {
    throw windowBusy(
      running.map(({ windowId, messageId }) => ({ id: windowId, runningMessageId: messageId })),
    )
  }
  if (sources.some(({ content }) => content === ''))
    throw invalidInput({ messageIds: 'has an answer without text' })
}

/** Windows are called by their place, lest a model favours its own kind; in a blind session their names are such letters. */
function toLabel({ blind, windows }: SessionRecord, windowId: string): string {
  const place = windows.findIndex(({ id }) => id === windowId)
  return (blind ? windows[place]?.name : undefined) ?? toLetters(place)
}

async function requireFit(content: string, { session, model }: Omit<Merge, 'input'>): Promise<void> {
  if (content.length > MAX_MERGE_LENGTH) {
    throw invalidInput({ messageIds: 'are more than 1,000,000 characters together: choose fewer answers' })
  }
  const budget = toInputBudget(model.contextWindow, toParams(model, {}).maxTokens)
  if (budget === null) return
  const tokens = await countTokens(`${session.systemMessage ?? ''}${content}`)
  if (tokens <= budget) return
  const [needed, room] = [tokens, Math.max(0, budget)].map((count) => count.toLocaleString('en'))
  const rule = `are about ${needed} tokens, and the model has room for ${room}: choose fewer answers or another model`
  throw invalidInput({ messageIds: rule })
}
