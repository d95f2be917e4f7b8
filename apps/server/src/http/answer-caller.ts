import type { Api } from '@chatmore/api/server'
import type { Context } from 'hono'
import type { ReadClientAddress } from '../client-address.ts'
import type { HostContext } from './host-context.ts'
import { readConnection } from './read-connection.ts'

export interface AnswerParts {
  api: Api
  readClientAddress: ReadClientAddress
}

type Work = (connection: ReturnType<typeof readConnection>) => Promise<Response>

/** For routes that are no procedures: a session that was prolonged, and whatever is refused, are told as those do. */
export async function answerCaller(
  { api, readClientAddress }: AnswerParts,
  context: Context<HostContext>,
  work: Work,
): Promise<Response> {
  const cookies: string[] = []
  const setCookie = (cookie: string) => void cookies.push(cookie)
  const connection = { ...readConnection(context, readClientAddress), setCookie }
  const response = await work(connection).catch((failure: unknown) =>
    refuse(api, failure, connection.requestId),
  )
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

function refuse(api: Api, failure: unknown, requestId: string): Response {
  const error = api.explain(failure, requestId)
  const { httpStatus, appError } = error.data
  const wait = Math.ceil((appError.retryAfterMs ?? 0) / 1000)
  return Response.json(
    { error },
    { status: httpStatus, headers: wait > 0 ? { 'retry-after': `${wait}` } : {} },
  )
}
