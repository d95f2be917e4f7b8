import { useFeedback } from '../../shared/api/use-feedback.ts'
import { forgetTyped } from '../composer/forget-typed.ts'
import { useLogout } from './auth-queries.ts'

/** Signs out, and starts over with an empty page: nothing of this person stays in memory, in the browser's
 * storage or on an open socket. */
export function useSignOut() {
  const logout = useLogout()
  const feedback = useFeedback()
  return async () => {
    try {
      await logout.mutateAsync()
    } catch (error) {
      feedback.fail(error)
      return
    }
    forgetTyped()
    location.assign('/sign-in')
  }
}
