import { appendFile } from 'node:fs/promises'
import type { ApiOptions } from '@chatmore/api/server'
import type { Logger } from 'pino'
import type { LogTarget } from './create-logger.ts'

type WriteAudit = NonNullable<ApiOptions['onAudit']>

/**
 * Writes each row of the audit log as one line of JSON, too, for who ships it off the machine. A file is opened anew for each
 * line, so that it may be rotated at any time.
 */
export function createAuditWriter(
  target: string,
  log: Pick<Logger, 'warn'>,
  stdout: LogTarget = process.stdout,
): WriteAudit | undefined {
  if (target === 'off') return undefined
  const toLine = (row: Parameters<WriteAudit>[0]) => `${JSON.stringify({ audit: row })}\n`
  if (target === 'stdout') return (row) => void stdout.write(toLine(row))
  let written = Promise.resolve()
  return (row) => {
    written = written
      .then(() => appendFile(target, toLine(row), { mode: 0o600 }))
      .catch((error: unknown) =>
        log.warn({ error }, 'a line of the audit log could not be written to its file'),
      )
  }
}
