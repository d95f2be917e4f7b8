/** Longest line of a stream, and longest answer in one piece, in characters. */
export const MAX_BUFFER_LENGTH = 8 * 1024 * 1024
/** How much of a body that is no answer goes into the log. */
export const EXCERPT_LENGTH = 500

/** Takes a body's text as it comes. */
export interface BodyFormat {
  feed(text: string): void
  /** The body has ended cleanly. */
  end(): void
}
