import type { SessionSummary } from '@chatmore/api/contract'
import { computed, watch, type Ref } from 'vue'
import { useRoute } from 'vue-router'
import { useUnreadSessions } from '../../stores/unread-sessions.ts'

/** Which of the listed sessions have answers that this person has not looked at. */
export function useUnread(sessions: Ref<readonly SessionSummary[]>) {
  const route = useRoute()
  const store = useUnreadSessions()
  const openId = computed(() => (route.name === 'session' ? String(route.params.id) : null))

  watch(sessions, (list) => store.observe(list, openId.value), { immediate: true })
  watch(openId, (id) => id && store.markRead(id), { immediate: true })

  return computed(() => store.unread)
}
