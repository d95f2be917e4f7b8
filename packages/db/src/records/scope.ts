/** Who asks. Every read and write of sessions, windows and messages matches it in its WHERE. */
export interface Scope {
  userId: string
}
