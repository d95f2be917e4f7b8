import { watch, type Ref } from 'vue'

/** An element that is put elsewhere on the page forgets how far it was scrolled: the logs of moved windows get it back. */
export function useKeptScroll(root: Readonly<Ref<HTMLElement | null>>, order: () => string): void {
  let tops = new Map<Element, number>()

  function logs(): Element[] {
    return [...(root.value?.querySelectorAll('[role="log"]') ?? [])]
  }

  watch(order, () => (tops = new Map(logs().map((log) => [log, log.scrollTop]))), { flush: 'pre' })
  watch(
    order,
    () => {
      for (const log of logs()) log.scrollTop = tops.get(log) ?? log.scrollTop
    },
    { flush: 'post' },
  )
}
