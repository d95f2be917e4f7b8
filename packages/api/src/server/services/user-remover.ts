/** Removes what users had who were taken away. */
export interface UserRemover {
  /** Begins now rather than within the hour. */
  wake(): void
}
