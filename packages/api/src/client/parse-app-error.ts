import { appErrorSchema, type AppErrorData } from '../contract/index.ts'

/** The API's own part of an error that a call threw; null for anything else, such as a network failure. */
export function parseAppError(error: unknown): AppErrorData | null {
  const data = readProperty(error, 'data') ?? readProperty(readProperty(error, 'shape'), 'data')
  const parsed = appErrorSchema.safeParse(readProperty(data, 'appError'))
  return parsed.success ? parsed.data : null
}

function readProperty(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}
