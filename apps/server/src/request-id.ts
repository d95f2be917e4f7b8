import { ulid } from 'ulid'

const WELL_FORMED = /^[A-Za-z0-9._-]{1,64}$/

/** The caller's request id where it is harmless in a log, else a new one. */
export function toRequestId(header: string | null | undefined): string {
  return header && WELL_FORMED.test(header) ? header : ulid()
}
