import type { ListedModel } from '@chatmore/api/contract'
import { computed, ref, type Ref } from 'vue'
import { filterModels, listTags } from './lib/filter-models.ts'
import { groupModels } from './lib/order-models.ts'

/** Which of the models are shown, and which of these are ticked. */
export function useModelList(models: Readonly<Ref<ListedModel[]>>) {
  const search = ref('')
  const tag = ref('')
  const ticked = ref(new Set<string>())

  const tags = computed(() => listTags(models.value))
  const shown = computed(() => filterModels(models.value, search.value, tag.value || null))
  const groups = computed(() => groupModels(shown.value))
  const isFiltered = computed(() => search.value.trim() !== '' || tag.value !== '')
  /** What is not shown is not ticked either: nobody changes what they do not see. */
  const picked = computed(() => shown.value.filter(({ id }) => ticked.value.has(id)))
  const pickedIds = computed(() => new Set(picked.value.map(({ id }) => id)))

  function pick(id: string, isPicked: boolean): void {
    const next = new Set(ticked.value)
    if (isPicked) next.add(id)
    else next.delete(id)
    ticked.value = next
  }

  function pickAll(): void {
    ticked.value = new Set(shown.value.map(({ id }) => id))
  }

  function pickNone(): void {
    ticked.value = new Set()
  }

  return { search, tag, tags, groups, shown, isFiltered, picked, pickedIds, pick, pickAll, pickNone }
}
