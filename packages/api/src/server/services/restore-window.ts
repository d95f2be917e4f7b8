import { restoreWindow as unmarkRemoved, findWindow, type Scope } from '@chatmore/db'
import type { ChatWindow } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { publishWindow } from './publish-window.ts'

type Parts = Pick<Dependencies, 'database' | 'engine'> & { scope: Scope }

export async function restoreWindow(parts: Parts, id: string): Promise<ChatWindow> {
  requireFound(await unmarkRemoved(parts.database, parts.scope, id), 'this window')
  return publishWindow(parts, requireFound(await findWindow(parts.database, parts.scope, id), 'this window'))
}
