import { useQueryClient } from '@tanstack/vue-query'
import { useDocumentVisibility, useEventListener } from '@vueuse/core'
import { ref, watch, type Ref } from 'vue'
import { useClient } from '../../shared/api/use-api.ts'
import { hasNewVersion } from '../../shared/browser/has-new-version.ts'
import { useConnection } from '../../stores/connection.ts'
import type { Outbox } from '../composer/outbox.ts'

/** A tab that was out of sight for longer may have slept, with its connection and its timers. */
const SLEEP_MS = 20_000

/**
 * Makes up for what a page missed while it slept or had no connection: looks after the live connection, reads anew what the
 * screen shows, and sends what waits. Tells whether the server was updated meanwhile.
 */
export function useReconcile(outbox: Outbox): { isOutdated: Readonly<Ref<boolean>> } {
  const client = useClient()
  const queryClient = useQueryClient()
  const connection = useConnection()
  const visibility = useDocumentVisibility()
  const isOutdated = ref(false)
  let hiddenAt = 0

  function wake(): void {
    client.wake()
    outbox.wake()
  }

  async function reconcile(): Promise<void> {
    wake()
    void queryClient.invalidateQueries()
    if (await hasNewVersion()) isOutdated.value = true
  }

  watch(visibility, (now) => {
    if (now === 'hidden') hiddenAt = Date.now()
    else if (Date.now() - hiddenAt >= SLEEP_MS) void reconcile()
  })
  watch(
    () => connection.problem,
    (problem) => problem === null && void reconcile(),
  )
  // Where a loss has shown, its end does the rest.
  useEventListener(window, 'online', () => (connection.problem === null ? reconcile() : wake()))
  return { isOutdated }
}
