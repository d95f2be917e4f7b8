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

  function take(line: string): void {
    const text = line.trim()
    if (text.startsWith('data:')) {
      hasData = true
      onData(text.slice('data:'.length).trim())
    } else if (!hasData && !text.startsWith(':')) whole += line
  }

  return {
    /** False where there is more than can be held. */
    push(bytes: Buffer): boolean {
      const lines = (rest + decoder.write(bytes)).split('\n')
      rest = lines.pop() ?? ''
      lines.forEach(take)
      return rest.length + whole.length <= MOST_HELD
    },
    /** What came, where it was no events. */
    end(): string {
      take(rest + decoder.end())
      rest = ''
      return hasData ? '' : whole
    },
  }
}
