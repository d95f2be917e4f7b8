import { tracked, type TrackedEnvelope } from '@trpc/server'
import { userWatchInputSchema, type UserEvent } from '../../../contract/index.ts'
import { refuseNobody } from '../../auth/refuse-nobody.ts'
import { systemClock } from '../../generation/system-clock.ts'
import { followChanges } from '../../services/follow-changes.ts'
import { userProcedure } from '../../trpc.ts'

export const watchUser = userProcedure.input(userWatchInputSchema).subscription(async function* ({
  ctx: { auth, credentials, notices, user },
  signal,
}): AsyncGenerator<TrackedEnvelope<UserEvent>> {
  const isAllowed = async () => (await auth.authenticate(credentials, { canSetCookie: false })) !== null
  const events = followChanges({
    subscribe: (listener) => notices.subscribe(user.id, listener),
    isAllowed,
    signal: signal ?? new AbortController().signal,
    clock: systemClock,
  })
  let count = 0
  for await (const event of events) yield tracked(String((count += 1)), event)
  if (!signal?.aborted) throw refuseNobody(credentials)
})
