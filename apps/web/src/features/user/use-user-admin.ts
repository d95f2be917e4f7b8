import type { LinkToken, ListedUser } from '@chatmore/api/contract'
import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useFeedback } from '../../shared/api/use-feedback.ts'
import { useUserRemoval } from './use-user-removal.ts'
import { useEndSignIns, useResetLink, useUpdateUser } from './user-queries.ts'

type Change = { role?: 'admin' | 'user'; suspended?: boolean }

/** What an administrator does to a listed user. A suspension and a deletion are asked about: all else is undone as quickly as done. */
export function useUserAdmin() {
  const { t } = useI18n()
  const router = useRouter()
  const feedback = useFeedback()
  const update = useUpdateUser()
  const ending = useEndSignIns()
  const resetting = useResetLink()
  const removal = useUserRemoval()

  const suspended = shallowRef<ListedUser | null>(null)
  const isSuspensionAsked = ref(false)
  const reset = shallowRef<{ user: ListedUser; link: LinkToken } | null>(null)
  const isResetShown = ref(false)

  async function change({ id, nickname }: ListedUser, input: Change, text: string): Promise<void> {
    try {
      await update.mutateAsync({ id, ...input })
      feedback.succeed(t(text, { name: nickname }))
    } catch (error) {
      feedback.fail(error)
    }
  }

  async function showReset(user: ListedUser): Promise<void> {
    try {
      reset.value = { user, link: await resetting.mutateAsync({ id: user.id }) }
      isResetShown.value = true
    } catch (error) {
      feedback.fail(error)
    }
  }

  function signOut({ id, nickname }: ListedUser): void {
    const onSuccess = () => feedback.succeed(t('user.signedOut', { name: nickname }))
    ending.mutate({ id }, { onSuccess, onError: feedback.fail })
  }

  const actions: Record<string, (user: ListedUser) => unknown> = {
    promote: (user) => change(user, { role: 'admin' }, 'user.promoted'),
    demote: (user) => change(user, { role: 'user' }, 'user.demoted'),
    restore: (user) => change(user, { suspended: false }, 'user.restored'),
    reset: showReset,
    calls: ({ id }) => router.push({ name: 'all-calls', query: { user: id } }),
    signOut,
    suspend(user) {
      suspended.value = user
      isSuspensionAsked.value = true
    },
    remove: removal.askRemoval,
  }

  async function suspend(): Promise<void> {
    if (suspended.value) await change(suspended.value, { suspended: true }, 'user.wasSuspended')
    isSuspensionAsked.value = false
  }

  return {
    act: (action: string, user: ListedUser) => void actions[action]?.(user),
    suspended,
    isSuspensionAsked,
    suspend,
    removal,
    isChanging: update.isPending,
    reset,
    isResetShown,
  }
}
