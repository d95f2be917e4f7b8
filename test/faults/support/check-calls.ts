import type { Message } from '@chatmore/api/contract'
import { openDatabase } from '@chatmore/db'

/** C7: each answer that ended is in the call log once, with the same end and the same tokens. */
export async function checkCalls(databaseUrl: string, answers: readonly Message[]): Promise<string[]> {
  const calls = await readCalls(databaseUrl)
  return answers.flatMap((answer) => {
    const own = calls.filter(({ messageId }) => messageId === answer.id)
    const [call] = own
    const isSame =
      call?.status === answer.status &&
      call.promptTokens === answer.promptTokens &&
      call.completionTokens === answer.completionTokens
    return own.length === 1 && isSame
      ? []
      : [`C7 answer ${answer.id} (${answer.status}) has ${own.length} calls in the log, ${call?.status}`]
  })
}

interface Call {
  messageId: string
  status: string
  promptTokens: number | null
  completionTokens: number | null
}

async function readCalls(databaseUrl: string): Promise<Call[]> {
  const { db, close } = openDatabase(databaseUrl)
  const [rows] = await db.$client.query(
    'SELECT message_id AS messageId, status, prompt_tokens AS promptTokens, completion_tokens AS completionTokens FROM calls',
  )
  await close()
  return rows as Call[]
}
