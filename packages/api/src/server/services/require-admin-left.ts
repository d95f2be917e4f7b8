import { AppError } from '../errors/app-error.ts'

/** Whatever would leave nobody to administer is refused, by what the database said under its lock. */
export function requireAdminLeft<Result extends object>(result: Result | 'lastAdmin'): Result {
  if (result !== 'lastAdmin') return result
  throw new AppError('LAST_ADMIN', 'this is the last administrator: make someone else one first')
}
