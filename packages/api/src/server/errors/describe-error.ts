import { redact } from '@chatmore/llm'

export interface ErrorDescription {
  name: string
  message: string
  code?: string | number
  stack?: string
  cause?: ErrorDescription
}

const MAX_CAUSES = 5

/** An error as the log may hold it: with its causes and where it was thrown, without secrets or the values of a query. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: 'Thrown', message: redact(String(error)) }
  const code = 'code' in error ? error.code : undefined
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: error.name,
    message: redact(withoutParams(error.message)),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(frames && { stack: frames.join('\n') }),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: describeError(error.cause, depth + 1) }),
  }
}

/** Drizzle puts a failed query's values, people's texts among them, after this word. */
function withoutParams(message: string): string {
  const at = message.indexOf('\nparams:')
  return at === -1 ? message : message.slice(0, at)
}
