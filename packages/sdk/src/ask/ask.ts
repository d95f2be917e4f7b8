import type { AskInput, AskOptions, Asking } from './asking.ts'
import type { AskParts } from './ask-parts.ts'
import { conduct } from './conduct.ts'
import { iterate } from './iterate.ts'
import { createProgress } from './progress.ts'

/** Sends an input, and gives its answers to loop over and to await. */
export function ask(parts: AskParts, input: AskInput, options: AskOptions = {}): Asking {
  const { signal, keepAnswers = false } = options
  const leaving = new AbortController()
  const progress = createProgress()
  // A signal of its own: many listeners on one that callers share make Node suspect a leak.
  const any = AbortSignal.any([leaving.signal, parts.closing, ...(signal ? [signal] : [])])
  const result = conduct(parts, { input, progress, signal: any, keepAnswers })
  // Who only loops has the error there.
  result.then(
    (value) => progress.end({ result: value }),
    (error: unknown) => progress.end({ error }),
  )
  let isAwaited = false
  let loops = 0
  const claim = () => {
    isAwaited = true
    return result
  }
  return {
    get result() {
      return claim()
    },
    then: (onResult, onError) => claim().then(onResult, onError),
    [Symbol.asyncIterator]() {
      loops += 1
      return iterate(progress, () => {
        loops -= 1
        if (loops === 0 && !isAwaited) leaving.abort(new DOMException('The loop was left', 'AbortError'))
      })
    },
  }
}
