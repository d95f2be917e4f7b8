import { useIntersectionObserver } from '@vueuse/core'
import { onBeforeUnmount, type Ref } from 'vue'

/** Tells whether any of an element can be seen. It is taken to be, until the browser says otherwise or it leaves the page. */
export function useInView(
  element: Readonly<Ref<HTMLElement | null>>,
  note: (isInView: boolean) => void,
): void {
  note(true)
  useIntersectionObserver(element, (entries) => note(entries.at(-1)?.isIntersecting ?? true))
  onBeforeUnmount(() => note(false))
}
