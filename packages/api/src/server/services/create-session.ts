import { createSession as insertSession, type Scope } from '@chatmore/db'
import type { Session, SessionCreateInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput } from '../errors/app-error.ts'
import { toBlindWindows } from './blind-windows.ts'
import { chooseWindowName } from './choose-window-name.ts'
import { requireUsableModels } from './require-usable-models.ts'

type Parts = Pick<Dependencies, 'database' | 'demo'> & { scope: Scope }

export async function createSession(parts: Parts, input: SessionCreateInput): Promise<Session> {
  const choices = input.windows.map(({ modelId }, index) => ({ field: `windows.${index}.modelId`, modelId }))
  const models = await requireUsableModels(parts, choices)
  const taken: string[] = input.windows.flatMap(({ name }) => name ?? [])
  const windows = input.windows.map((window) => {
    if (window.name !== undefined) return { ...window, name: window.name }
    const name = chooseWindowName(models.get(window.modelId)?.name ?? '', taken)
    taken.push(name)
    return { ...window, name }
  })
  if (!input.blind) return insertSession(parts.database, parts.scope, { ...input, windows })
  if (windows.length < 2) throw invalidInput({ blind: 'needs two windows or more' })
  return insertSession(parts.database, parts.scope, { ...input, windows: toBlindWindows(windows) })
}
