import { listBlindSessions, type Database } from '@chatmore/db'
import { invalidInput } from '../errors/app-error.ts'

/** Throws, naming the fields, where the session hides its models: what is chosen by name would be known by it. */
export async function requireShownModels(
  database: Database,
  sessionId: string,
  fields: string[],
): Promise<void> {
  if (fields.length === 0) return
  const known = await listBlindSessions(database, [sessionId])
  if (!known.get(sessionId)) return
  const rule = 'cannot be chosen while the session hides its models: reveal them first'
  throw invalidInput(Object.fromEntries(fields.map((field) => [field, rule])))
}
