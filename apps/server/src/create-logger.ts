import { describeError } from '@chatmore/api/server'
import { redact } from '@chatmore/llm'
import pino, { type DestinationStream, type Logger } from 'pino'
import pretty from 'pino-pretty'

const secretFields = [
  'apiKey',
  'authorization',
  'cookie',
  'connectionParams',
  'key',
  'password',
  'secret',
  'set-cookie',
  'token',
]

/** What the host needs of `process.stdout`. */
export interface LogTarget {
  isTTY?: boolean
  write(text: string): unknown
}

/**
 * JSON lines, or lines for people where the target is a terminal. Secrets are taken out twice: fields by name, and
 * whatever looks like a key or a password in any text.
 */
export function createLogger(level: string, target: LogTarget = process.stdout): Logger {
  return pino(
    {
      level,
      base: null,
      errorKey: 'error',
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: (error: unknown) => (error instanceof Error ? describeError(error) : error) },
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: secretFields.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
        censor: '[redacted]',
      },
    },
    redacted(target.isTTY ? forPeople(target) : target),
  )
}

function redacted(target: Pick<LogTarget, 'write'>): DestinationStream {
  return { write: (line) => void target.write(redact(line)) }
}

/** A stream in this thread: a worker transport would outlive a crash's last lines and cannot be bundled. */
function forPeople(target: LogTarget): Pick<LogTarget, 'write'> {
  const toText = pretty.prettyFactory({
    colorize: true,
    translateTime: 'SYS:HH:MM:ss',
    errorLikeObjectKeys: ['error'],
    messageKey: 'message',
  })
  return { write: (line: string) => target.write(toText(line)) }
}
