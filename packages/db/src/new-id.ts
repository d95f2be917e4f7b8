import { monotonicFactory } from 'ulid'

const nextUlid = monotonicFactory()

/** A new ULID. Those made by one process sort in the order they were made, also within a millisecond. */
export function newId(): string {
  return nextUlid()
}
