import {
  createSession as insertSession,
  DuplicateKeyError,
  findSession,
  transact,
  type Scope,
  type SessionValues,
} from '@chatmore/db'
import type { Session, SessionCreateInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput, notFound } from '../errors/app-error.ts'
import { toBlindWindows } from './blind-windows.ts'
import { chooseWindowName } from './choose-window-name.ts'
import { deriveSessionId } from './derive-session-id.ts'
import { requireUsableModels } from './require-usable-models.ts'

type Parts = Pick<Dependencies, 'database' | 'demo'> & { scope: Scope }

/** A repeated `clientSessionId` gets the first call's session. */
export async function createSession(parts: Parts, input: SessionCreateInput): Promise<Session> {
  const { clientSessionId, ...values } = input
  const { database, scope } = parts
  if (clientSessionId === undefined) return insertSession(database, scope, await prepare(parts, values))
  const id = deriveSessionId(scope.userId, ['session', scope.userId, clientSessionId])
  // Before every check: what was accepted once stays accepted.
  const earlier = await findSession(database, scope, id)
  return earlier ?? insertOnce(parts, { ...(await prepare(parts, values)), id })
}

async function prepare(
  parts: Parts,
  input: Omit<SessionCreateInput, 'clientSessionId'>,
): Promise<SessionValues> {
  const choices = input.windows.map(({ modelId }, index) => ({ field: `windows.${index}.modelId`, modelId }))
  const models = await requireUsableModels(parts, choices)
  const taken: string[] = input.windows.flatMap(({ name }) => name ?? [])
  const windows = input.windows.map((window) => {
    if (window.name !== undefined) return { ...window, name: window.name }
    const name = chooseWindowName(models.get(window.modelId)?.name ?? '', taken)
    taken.push(name)
    return { ...window, name }
  })
  if (!input.blind) return { ...input, windows }
  if (windows.length < 2) throw invalidInput({ blind: 'needs two windows or more' })
  return { ...input, windows: toBlindWindows(windows) }
}

/** Where another is quicker, its session is found on the second run. */
async function insertOnce(
  { database, scope }: Parts,
  values: SessionValues & { id: string },
): Promise<Session> {
  try {
    return await transact(
      database,
      async (tx) => (await findSession(tx, scope, values.id)) ?? insertSession(tx, scope, values),
      { isRepeatable: true },
    )
  } catch (error) {
    // A removed one, too, has its id for good.
    if (error instanceof DuplicateKeyError) throw notFound('the session of this clientSessionId')
    throw error
  }
}
