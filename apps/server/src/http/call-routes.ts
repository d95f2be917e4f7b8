import { Hono } from 'hono'
import type { OriginPolicy } from '../origin-policy.ts'
import { answerCaller, type AnswerParts } from './answer-caller.ts'
import { exportResponse } from './export-response.ts'
import type { HostContext } from './host-context.ts'
import { allowListedOrigins, refuseOtherOrigins } from './origin-rules.ts'

interface CallRoutesOptions extends AnswerParts {
  originPolicy: OriginPolicy
}

/**
 * `GET /calls.csv` and `/calls.jsonl` give the call log as a file, with the filters of `callLog.list` in the address. It is
 * read as it is sent, so that it may be of any length; one that cannot be read to its end is cut, and never looks whole.
 */
export function callRoutes(options: CallRoutesOptions): Hono<HostContext> {
  const routes = new Hono<HostContext>()
  const { originPolicy, api } = options
  routes.use('/calls.*', allowListedOrigins(originPolicy), refuseOtherOrigins(originPolicy))
  for (const format of ['csv', 'jsonl'] as const) {
    routes.get(`/calls.${format}`, (context) =>
      answerCaller(options, context, async (connection) => {
        const { mediaType, lines } = await api.exportCalls(connection, format, context.req.query())
        return exportResponse(lines, mediaType, `calls.${format}`)
      }),
    )
  }
  return routes
}
