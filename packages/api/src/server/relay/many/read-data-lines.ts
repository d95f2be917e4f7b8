import { StringDecoder } from 'node:string_decoder'
import { MOST_HELD } from './many-answers.ts'

/**
 * Reads what a stream's events carry, line by line: some endpoints leave out the blank lines. What has no events is gathered.
 */
export function readDataLines(onData: (data: string) => void) {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let whole = ''
  let hasData = false
  let isTooLarge = false

  function take(line: string): void {
    const text = line.trim()
    if (text.startsWith('data:')) {
      hasData = true
      onData(text.slice('data:'.length).trim())
    } else if (!hasData && !text.startsWith(':')) whole += line
  }

  return {
    /** False once there was more than can be held: nothing is read any more from then on. */
    push(bytes: Buffer): boolean {
      if (isTooLarge) return false
      const lines = (rest + decoder.write(bytes)).split('\n')
      rest = lines.pop() ?? ''
      lines.forEach(take)
      isTooLarge = rest.length + whole.length > MOST_HELD
      if (isTooLarge) rest = whole = ''
      return !isTooLarge
    },
    /** What came, where it was no events. */
    end(): string {
      if (!isTooLarge) take(rest + decoder.end())
      rest = ''
      return hasData ? '' : whole
    },
  }
}
