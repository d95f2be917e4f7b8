import type { WakeableWaits } from '@chatmore/api/client'
import { shallowRef, type ShallowRef } from 'vue'
import type { OutboxStorage } from './outbox-storage.ts'
import type { OutgoingMessage } from './outgoing-message.ts'

export interface OutboxItems {
  list: Readonly<ShallowRef<readonly OutgoingMessage[]>>
  find(clientMessageId: string): OutgoingMessage | undefined
  add(message: OutgoingMessage): void
  change(clientMessageId: string, patch: Partial<OutgoingMessage>): void
  /** Forgets a message for good. What waited for it may go on. */
  drop(clientMessageId: string): void
}

/** What is on its way, as the screen shows it. */
export function createOutboxItems(storage: OutboxStorage, waits: WakeableWaits): OutboxItems {
  const list = shallowRef<readonly OutgoingMessage[]>([])
  const isOf = (id: string) => (item: OutgoingMessage) => item.clientMessageId === id
  return {
    list,
    find: (id) => list.value.find(isOf(id)),
    add: (message) => {
      list.value = [...list.value, message]
    },
    change: (id, patch) => {
      list.value = list.value.map((item) => (isOf(id)(item) ? { ...item, ...patch } : item))
    },
    drop: (id) => {
      storage.remove(id)
      list.value = list.value.filter((item) => !isOf(id)(item))
      waits.wake()
    },
  }
}
