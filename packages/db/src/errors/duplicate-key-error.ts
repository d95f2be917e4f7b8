/** A unique key refused a row. `key` is the name of the index, such as `users_email_unique`. */
export class DuplicateKeyError extends Error {
  readonly key: string

  constructor(key: string, cause: unknown) {
    super(`A row with this ${key} exists already.`, { cause })
    this.name = 'DuplicateKeyError'
    this.key = key
  }
}
