/** Why the server cannot start, in one sentence for the person who starts it. Shown without a stack trace. */
export class StartError extends Error {
  constructor(sentence: string, cause?: unknown) {
    super(sentence, { cause })
    this.name = 'StartError'
  }
}
