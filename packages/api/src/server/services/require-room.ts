import type { SessionRecord } from '@chatmore/db'
import { MAX_WINDOWS } from '../../contract/index.ts'
import { invalidInput } from '../errors/app-error.ts'

/** Throws, naming the field that leads to the session, where that has as many windows as it may. */
export function requireRoom({ windows }: Pick<SessionRecord, 'windows'>, field: string): void {
  if (windows.length < MAX_WINDOWS) return
  throw invalidInput({ [field]: `is of a session with ${MAX_WINDOWS} windows, which is the most` })
}
