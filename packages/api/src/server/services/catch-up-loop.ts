/** Gives windows that are added late the inputs of others, turn by turn. All that it knows is in the database. */
export interface CatchUpLoop {
  /** Looks now: a window began to catch up. */
  wake(): void
  /** Begins nothing from now on. */
  stop(): void
}
