import { translateError } from './translate-error.ts'

/** The outcome of a write outside a transaction, with a refused unique key as a `DuplicateKeyError`. */
export async function translated<T>(write: PromiseLike<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    throw translateError(error)
  }
}
