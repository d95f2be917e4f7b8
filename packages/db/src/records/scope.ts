/** Who asks. Every read and write of sessions, windows and messages matches it in its WHERE. */
export interface Scope {
  userId: string
  /** What the API key that is used is limited to; any model where absent or null. */
  keyModelIds?: readonly string[] | null | undefined
}
