import { z } from 'zod'
import { callFilterSchema, type Call, type CallFilter } from '../../contract/index.ts'
import { identifyCaller } from '../auth/identify-caller.ts'
import type { Context } from '../context.ts'
import { invalidInput } from '../errors/app-error.ts'
import { describeIssues } from '../errors/describe-issues.ts'
import { listCalls } from '../services/read-calls.ts'
import { writeCsvLine } from './write-csv.ts'

const AT_A_TIME = 100

/** The call log as a file, line by line as it is read. */
export interface CallExport {
  mediaType: string
  lines: AsyncIterable<string>
}

export type ExportFormat = 'csv' | 'jsonl'

/** The calls that the caller may see and that pass the filter, newest first. Rejects before the first line. */
export async function exportCalls(
  ctx: Context,
  format: ExportFormat,
  query: Record<string, string>,
): Promise<CallExport> {
  const { user } = await identifyCaller(ctx)
  const filter = parseFilter(query)
  const pages = listPages(async (cursor) =>
    ctx.veil.hide(await listCalls({ ...ctx, user }, { ...filter, cursor, limit: AT_A_TIME })),
  )
  return format === 'csv'
    ? { mediaType: 'text/csv; charset=utf-8', lines: writeCsv(pages) }
    : { mediaType: 'application/x-ndjson; charset=utf-8', lines: writeJsonLines(pages) }
}

function parseFilter(query: Record<string, string>): CallFilter {
  const parsed = z.safeParse(callFilterSchema, query)
  if (!parsed.success) throw invalidInput(describeIssues(parsed.error.issues))
  return parsed.data
}

type ReadPage = (cursor: string | null) => Promise<{ items: Call[]; nextCursor: string | null }>

async function* listPages(read: ReadPage): AsyncGenerator<Call[], void, undefined> {
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<ReadPage>> = await read(cursor)
    yield page.items
    cursor = page.nextCursor
  } while (cursor !== null)
}

const columns = [
  ...(['id', 'createdAt', 'startedAt', 'source', 'userId', 'userName', 'workspaceId', 'sessionId'] as const),
  ...([
    'messageId',
    'modelId',
    'modelName',
    'upstreamModel',
    'relayName',
    'relayAttempt',
    'apiKeyName',
    'status',
    'finishReason',
    'httpStatus',
  ] as const),
  ...(['errorCode', 'promptTokens', 'completionTokens', 'reasoningTokens', 'cachedTokens'] as const),
  ...(['usageEstimated', 'cost', 'currency', 'ttftMs', 'latencyMs'] as const),
] satisfies (keyof Call)[]

async function* writeCsv(pages: AsyncIterable<Call[]>): AsyncGenerator<string, void, undefined> {
  yield writeCsvLine([...columns, 'inputPerMillion', 'outputPerMillion'])
  for await (const calls of pages) {
    const lines = calls.map((call) => {
      const { inputPerMillion = null, outputPerMillion = null } = call.price ?? {}
      return writeCsvLine([...columns.map((column) => call[column]), inputPerMillion, outputPerMillion])
    })
    if (lines.length > 0) yield lines.join('')
  }
}

async function* writeJsonLines(pages: AsyncIterable<Call[]>): AsyncGenerator<string, void, undefined> {
  for await (const calls of pages) {
    if (calls.length > 0) yield calls.map((call) => `${JSON.stringify(call)}\n`).join('')
  }
}
