import type { ListedUser } from '@chatmore/api/contract'
import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { useRemoveUser } from './user-queries.ts'

/** Deletes a user's account, once that is asked for twice. */
export function useUserRemoval() {
  const { t } = useI18n()
  const feedback = useFeedback()
  const removal = useRemoveUser()
  const removed = shallowRef<ListedUser | null>(null)
  const isRemovalAsked = ref(false)

  function askRemoval(user: ListedUser): void {
    removed.value = user
    isRemovalAsked.value = true
  }

  async function remove(): Promise<void> {
    const user = removed.value
    if (!user) return
    try {
      await removal.mutateAsync({ id: user.id })
      feedback.succeed(t('user.wasRemoved', { name: user.nickname }))
    } catch (error) {
      feedback.fail(error)
    }
    isRemovalAsked.value = false
  }

  return { removed, isRemovalAsked, askRemoval, remove, isRemoving: removal.isPending }
}
