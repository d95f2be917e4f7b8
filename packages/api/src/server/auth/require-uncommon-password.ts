import { invalidInput } from '../errors/app-error.ts'
import { commonPasswords } from './common-passwords.ts'

/** What every list of passwords to try begins with is no secret, in whatever case. */
export function requireUncommonPassword(password: string): void {
  if (!commonPasswords.has(password.toLowerCase())) return
  throw invalidInput({ password: 'is one of the most common passwords' })
}
