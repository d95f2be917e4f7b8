import { inject, onBeforeUnmount, onMounted, provide, ref, type InjectionKey, type Ref } from 'vue'

type Watcher = (element: Element, onNear: () => void) => () => void

const key: InjectionKey<Watcher> = Symbol('near view')

/** What comes nearer to the view than this is rendered in full. */
const MARGIN = '1200px 0px'

/** Lets what is inside a scroller know when it comes near the view: one observer serves all of it. */
export function provideNearView(scroller: Readonly<Ref<HTMLElement | null>>): void {
  const callbacks = new WeakMap<Element, () => void>()
  let observer: IntersectionObserver | null = null

  function open(): IntersectionObserver {
    return new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) if (isIntersecting) callbacks.get(target)?.()
      },
      { root: scroller.value, rootMargin: MARGIN },
    )
  }

  provide(key, (element, onNear) => {
    callbacks.set(element, onNear)
    observer ??= open()
    observer.observe(element)
    return () => observer?.unobserve(element)
  })
  onBeforeUnmount(() => observer?.disconnect())
}

/** Whether an element has come near the view. It stays so. */
export function useNearView(
  element: Readonly<Ref<HTMLElement | null>>,
  isEager: boolean,
): Readonly<Ref<boolean>> {
  const watchNear = inject(key, null)
  const isNear = ref(isEager || watchNear === null)
  let stop = () => {}
  onMounted(() => {
    if (isNear.value || !element.value || !watchNear) return
    stop = watchNear(element.value, () => {
      isNear.value = true
      stop()
    })
  })
  onBeforeUnmount(() => stop())
  return isNear
}
