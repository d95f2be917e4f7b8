import { Hono } from 'hono'
import type { OriginPolicy } from '../origin-policy.ts'
import { answerCaller, type AnswerParts } from './answer-caller.ts'
import { exportResponse } from './export-response.ts'
import type { HostContext } from './host-context.ts'
import { allowListedOrigins, refuseOtherOrigins } from './origin-rules.ts'

interface AccountRoutesOptions extends AnswerParts {
  originPolicy: OriginPolicy
}

const JSON_LINES = 'application/x-ndjson; charset=utf-8'

/** `GET /account/export` gives all that is kept of the caller as lines of JSON. */
export function accountRoutes(options: AccountRoutesOptions): Hono<HostContext> {
  const routes = new Hono<HostContext>()
  const { originPolicy, api } = options
  routes.use('/export', allowListedOrigins(originPolicy), refuseOtherOrigins(originPolicy))
  routes.get('/export', (context) =>
    answerCaller(options, context, async (connection) =>
      exportResponse(await api.exportAccount(connection), JSON_LINES, 'chatmore.jsonl'),
    ),
  )
  return routes
}
