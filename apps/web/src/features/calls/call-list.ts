import type { Call } from '@chatmore/api/contract'
import type { RouteLocationRaw } from 'vue-router'

/** What a list of calls shows, whether as a table or, on narrow screens, as cards. */
export interface CallListProps {
  calls: readonly Call[]
  /** With whose each is. */
  isOfAll: boolean
  toCall: (id: string) => RouteLocationRaw
}
