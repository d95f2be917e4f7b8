import { useQueryClient } from '@tanstack/vue-query'
import { onScopeDispose } from 'vue'
import { useApi, useClient } from '../../shared/api/use-api.ts'

/** What shows in the list of sessions. An open session and its messages are followed by a watch of their own. */
const SHOWN_IN_LIST = new Set(['session', 'window', 'message'])
/** Who is signed in is asked for by the pages that need it. */
const UNFOLLOWED = new Set(['auth'])

/** Reads anew what changed on another tab or device, or at the server, as soon as it did. */
export function useUserWatch(): void {
  const api = useApi()
  const client = useClient()
  const queryClient = useQueryClient()
  const leaving = new AbortController()
  onScopeDispose(() => leaving.abort())

  function refresh(domain: string): void {
    const queryKey = SHOWN_IN_LIST.has(domain) ? api.session.list.pathKey() : [[domain]]
    // Who is signed in, and as what, may be changed from elsewhere.
    if (domain === 'account') void queryClient.invalidateQueries({ queryKey: api.auth.status.pathKey() })
    // Names for several models tell how these are.
    if (domain === 'model') void queryClient.invalidateQueries({ queryKey: api.relayName.pathKey() })
    if (!UNFOLLOWED.has(domain)) void queryClient.invalidateQueries({ queryKey })
  }

  async function follow(): Promise<void> {
    for await (const event of client.user.watch({}, { signal: leaving.signal })) {
      const domains = event.type === 'ready' ? ['session'] : event.domains
      for (const domain of new Set(domains.map(toKey))) refresh(domain)
    }
  }

  // A sign-in that has ended shows by the next call.
  follow().catch(() => undefined)
}

/** One reading of the list is enough for all that shows in it. */
function toKey(domain: string): string {
  return SHOWN_IN_LIST.has(domain) ? 'session' : domain
}
