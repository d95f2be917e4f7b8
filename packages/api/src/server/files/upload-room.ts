import { AppError } from '../errors/app-error.ts'

const MOST_BYTES = 256 * 1024 * 1024
/** Ten of the largest. */
const MOST_BYTES_OF_USER = 100 * 1024 * 1024

export interface UploadPlace {
  /** Notes what has come. Throws where that is more than all uploads may take now. */
  take(bytes: number): void
  /** Gives back all that was taken. */
  leave(): void
}

/** Bounds what uploads hold in memory, all together and those of each user, however slowly they come. */
export function createUploadRoom() {
  const held = new Map<string, number>()
  let total = 0

  return function enter(userId: string): UploadPlace {
    let taken = 0
    return {
      take(bytes) {
        const ofUser = held.get(userId) ?? 0
        if (total + bytes > MOST_BYTES)
          throw new AppError('BUSY', 'the server takes too many files at the moment: try again')
        if (ofUser + bytes > MOST_BYTES_OF_USER) {
          throw new AppError('RATE_LIMITED', 'too many files at once: try again when some are done', {
            retryAfterMs: 1000,
          })
        }
        held.set(userId, ofUser + bytes)
        total += bytes
        taken += bytes
      },
      leave() {
        const rest = (held.get(userId) ?? 0) - taken
        if (rest > 0) held.set(userId, rest)
        else held.delete(userId)
        total -= taken
        taken = 0
      },
    }
  }
}
