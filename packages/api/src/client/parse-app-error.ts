import { appErrorCodes, type AppErrorCode, type AppErrorData } from '../contract/app-error.ts'

/** The API's own part of an error that a call threw; null for anything else, such as a network failure. */
export function parseAppError(error: unknown): AppErrorData | null {
  // Read by hand rather than by `appErrorSchema`: a page that only calls and shows then loads no zod.
  const appError = readAppError(error)
  const code = readProperty(appError, 'code')
  if (!isCode(code)) return null
  const fields = readProperty(appError, 'fields')
  const ref = readProperty(appError, 'ref')
  const retryAfterMs = readProperty(appError, 'retryAfterMs')
  return {
    code,
    ...(isTexts(fields) ? { fields } : {}),
    ...(typeof ref === 'string' ? { ref } : {}),
    ...(typeof retryAfterMs === 'number' ? { retryAfterMs } : {}),
  }
}

/** Whether the API itself refused, be it by a code that only a newer one knows. */
export function hasAppError(error: unknown): boolean {
  return typeof readProperty(readAppError(error), 'code') === 'string'
}

function readAppError(error: unknown): unknown {
  const data = readProperty(error, 'data') ?? readProperty(readProperty(error, 'shape'), 'data')
  return readProperty(data, 'appError')
}

function isCode(value: unknown): value is AppErrorCode {
  return (appErrorCodes as readonly unknown[]).includes(value)
}

function isTexts(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).every((text) => typeof text === 'string')
}

function readProperty(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}
