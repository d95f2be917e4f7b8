import { idSchema } from '../../../contract/index.ts'
import { AppError, invalidInput } from '../../errors/app-error.ts'
import type { RelayRequest } from '../relay.ts'

/** By this a request says where it is recorded, and an answer where it was. */
export const SESSION_HEADER = 'X-ChatMore-Session'

const NEW = 'new'

/** The session that a request is to be recorded in: null for a new one, undefined where it asks for no record. */
export function readSessionHeader({ record, path }: RelayRequest): string | null | undefined {
  if (!record) return undefined
  const { session } = record
  if (path !== 'chat/completions') throw cannotRecord('records what /v1/chat/completions is asked alone')
  if (session === NEW) return null
  if (idSchema.safeParse(session).success) return session
  throw cannotRecord(`is neither “${NEW}” nor the id of a session`)
}

export function cannotRecord(rule: string): AppError {
  return invalidInput({ [SESSION_HEADER]: rule })
}

export function noSuchSession(): AppError {
  const rule = 'is not the id of a session of this key’s user'
  return new AppError('NOT_FOUND', `${SESSION_HEADER}: ${rule}`, { fields: { [SESSION_HEADER]: rule } })
}
