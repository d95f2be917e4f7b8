import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { readChoice } from '../calls/lib/call-choice.ts'
import { readDayRange, writeDayRange, type DayRange } from '../calls/lib/day-range.ts'

/** So many days are shown where none are chosen. */
const DAYS = 30

/** What statistics are of. It is in the address, by the names that the call log gives its filters. */
export function useStatisticsChoice() {
  const route = useRoute()
  const router = useRouter()

  function change(patch: Record<string, string>, range: DayRange): void {
    const { userId: user, modelId: model } = readChoice(route.query)
    const query = { user, model, ...patch }
    const chosen = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
    void router.replace({ query: { ...writeDayRange(range, DAYS), ...chosen } })
  }

  const range = computed({
    get: () => readDayRange(route.query, DAYS),
    set: (value) => change({}, value),
  })
  const userId = computed({
    get: () => readChoice(route.query).userId,
    set: (user) => change({ user }, range.value),
  })
  const modelId = computed({
    get: () => readChoice(route.query).modelId,
    set: (model) => change({ model }, range.value),
  })
  return { range, userId, modelId }
}
