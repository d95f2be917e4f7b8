import { createCallRate, type CallRate } from '../auth/call-rate.ts'
import { createUploadRoom, type UploadPlace } from './upload-room.ts'

/** Of the calls that a user may make, so many are one upload. */
const CALLS_OF_UPLOAD = 20

/** What one user may upload, so that the others have room, too. */
export interface UploadLimits {
  /** Counts an upload of this user's. Throws where these were too many. */
  count: CallRate
  /** A place in memory for what is uploaded. */
  enter(userId: string): UploadPlace
  /** What all files of a user may take, in bytes. */
  mostBytes: number
}

export function createUploadLimits(callsPerSecond: number, mostBytes: number): UploadLimits {
  return {
    count: createCallRate(Math.max(1, callsPerSecond / CALLS_OF_UPLOAD)),
    enter: createUploadRoom(),
    mostBytes,
  }
}
