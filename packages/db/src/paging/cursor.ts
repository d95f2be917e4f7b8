import { InvalidCursorError } from '../errors/invalid-cursor-error.ts'

/** A list's cursor: opaque outside, the last row's sort key inside, marked with the list's name. */
export function encodeCursor(list: string, parts: (string | number)[]): string {
  return Buffer.from([list, ...parts].join(' ')).toString('base64url')
}

/** The parts that `encodeCursor` was given for this list. Throws `InvalidCursorError` for anything that it did not make. */
export function decodeCursor(list: string, pattern: RegExp, cursor: string): string[] {
  const [name, ...parts] = Buffer.from(cursor, 'base64url').toString().split(' ')
  const isGenuine = encodeCursor(name ?? '', parts) === cursor
  if (!isGenuine || name !== list || !pattern.test(parts.join(' '))) throw new InvalidCursorError()
  return parts
}
