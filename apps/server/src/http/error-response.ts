import type { AppErrorData } from '@chatmore/api/contract'

interface HostError {
  status: 400 | 403 | 404 | 405 | 413 | 415 | 500 | 503
  appError: AppErrorData
  message: string
}

/** An error of the host itself, in the shape that tRPC gives its own, so that clients need to know one. */
export function errorResponse({ status, appError, message }: HostError): Response {
  const data = { code: appError.code, httpStatus: status, appError }
  return Response.json({ error: { message, code: -32_600, data } }, { status })
}
