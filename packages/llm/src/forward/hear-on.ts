import { createAnswerReader } from '../answer/answer-reader.ts'

/**
 * Reads an answer on its way to someone else, whom nothing that is wrong with it keeps from getting it: `onFailure` is told
 * once, and nothing is read from then on.
 */
export function hearOn(
  target: Parameters<typeof createAnswerReader>[0],
  onFailure: (error: unknown) => void = () => {},
) {
  const reader = createAnswerReader(target)
  let isReadable = true

  function attempt(work: () => void): void {
    if (!isReadable) return
    try {
      work()
    } catch (error) {
      isReadable = false
      onFailure(error)
    }
  }

  return {
    push: (bytes: Buffer) => attempt(() => reader.push(bytes)),
    /** Nothing more comes. */
    end: () =>
      attempt(() => {
        if (!reader.isOver()) reader.end()
      }),
  }
}
