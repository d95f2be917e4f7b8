import { AppError } from '../errors/app-error.ts'

export function noSuchModel(name: string): AppError {
  return new AppError('NOT_FOUND', `there is no model “${name}” for this key`, { fields: { model: '' } })
}
