import type { ChatWindow, Message } from '@chatmore/api/contract'
import { computed, type Ref } from 'vue'
import type { WindowMessages } from './window-messages.ts'

/** Tells inputs that went to several windows from those that went to one, by what the windows show. */
export function createBroadcastReach(
  windows: Ref<readonly ChatWindow[]>,
  byWindow: ReadonlyMap<string, WindowMessages>,
): (message: Message) => boolean {
  const reach = computed(() => countReach([...byWindow.values()].map((messages) => messages.rows.value)))

  /** Whether another window may have the same input on a page that is not loaded yet. */
  function mayBeElsewhere({ windowId, createdAt }: Message): boolean {
    return windows.value.some(({ id, createdAt: openedAt }) => {
      const other = byWindow.get(id)
      return other && id !== windowId && openedAt <= createdAt && isUnreadAt(other, createdAt)
    })
  }

  return (message) => {
    if (message.broadcastGroupId === null) return false
    return (reach.value.get(message.broadcastGroupId) ?? 0) > 1 || mayBeElsewhere(message)
  }
}

function isUnreadAt({ query, rows }: WindowMessages, time: string): boolean {
  if (query.isPending.value) return true
  const oldest = rows.value[0]
  return query.hasNextPage.value && oldest !== undefined && oldest.createdAt > time
}

/** In how many windows each broadcast stands. */
function countReach(windows: readonly Message[][]): Map<string, number> {
  const reach = new Map<string, number>()
  for (const { role, broadcastGroupId } of windows.flat()) {
    if (role === 'user' && broadcastGroupId) {
      reach.set(broadcastGroupId, (reach.get(broadcastGroupId) ?? 0) + 1)
    }
  }
  return reach
}
