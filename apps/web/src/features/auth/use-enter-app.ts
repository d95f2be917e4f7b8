import { useRoute, useRouter } from 'vue-router'
import { toLocalPath } from './lib/to-local-path.ts'

/** Leads from the sign-in page to where the person wanted to go. */
export function useEnterApp() {
  const route = useRoute()
  const router = useRouter()
  return async () => {
    const path = toLocalPath(route.query.to)
    // A live connection opened with the ended sign-in would go on being refused: begin with a fresh page.
    if (route.query.expired) location.assign(path)
    else await router.replace(path)
  }
}
