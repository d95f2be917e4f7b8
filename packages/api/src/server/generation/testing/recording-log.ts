import type { Log } from '../../log.ts'

export interface RecordedLine {
  level: keyof Log
  fields: object
  message: string
}

/** A log that keeps its lines for the test to look at. */
export function createRecordingLog(): Log & { lines: RecordedLine[] } {
  const lines: RecordedLine[] = []
  const at = (level: keyof Log) => (fields: object, message: string) =>
    void lines.push({ level, fields, message })
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
