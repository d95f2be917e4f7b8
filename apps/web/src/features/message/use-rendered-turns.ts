import { useEventListener, useResizeObserver } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { untilIdle } from '../../shared/markdown/until-idle.ts'
import { createLogMeasure } from './log-measure.ts'
import { createTurnHeights, findTurns, listLogItems, sumHeights, type Stretch } from './lib/turn-heights.ts'

/** So far beyond the view turns are rendered, in CSS pixels: once less than the least is, as far as the most. */
const LEAST_MARGIN = 700
const MOST_MARGIN = 1400
/** Where nothing is laid out, as in a window that does not show, nobody can say what is in view. */
const UNSEEN_TURNS = 20

type ElementRef = Readonly<Ref<HTMLElement | null>>

interface Parts {
  scroller: ElementRef
  /** Has an element for each turn, with its key as `data-turn`, and `data-space` while the turn is not rendered. */
  list: ElementRef
  keys: () => readonly string[]
  /** Whether the log stays at its end. */
  isFollowing: () => boolean
}

/**
 * What a log consists of: the turns in view and some around it, however many there are, and space as high as the others were. A
 * turn in which one writes or has the focus stays. What is in view comes first, what is around it when there is time.
 */
export function useRenderedTurns({ scroller, list, keys, isFollowing }: Parts) {
  const heights = createTurnHeights()
  const measure = createLogMeasure({ scroller, list, heights })
  const rendered = shallowRef<ReadonlySet<string>>(new Set<string>())
  let hasTime = false

  function findView(): Stretch {
    // Windows beyond the page's edge have time.
    const height = measure.isBeyondPage && !hasTime ? 1 : measure.height
    const end = isFollowing() ? sumHeights(keys(), heights) : measure.top() + height
    return { top: end - height, bottom: end }
  }

  function pick({ top, bottom }: Stretch, margin: number): string[] {
    const around = hasTime ? margin : 0
    return findTurns(keys(), heights, { top: top - around, bottom: bottom + around })
  }

  function update(): void {
    if (measure.height === 0) {
      rendered.value = new Set([...rendered.value, ...keys().slice(hasTime ? -UNSEEN_TURNS : -1)])
      return
    }
    const view = findView()
    const most = pick(view, MOST_MARGIN)
    const isEnough = pick(view, LEAST_MARGIN).every((key) => rendered.value.has(key))
    if (isEnough && rendered.value.size <= 2 * most.length) return
    const next = new Set([...most, ...measure.listUsed()])
    // What leaves the page leaves a space of its height: an answer at the end has grown since it was last read.
    if ([...rendered.value].some((key) => !next.has(key))) measure.read()
    rendered.value = next
  }

  // Reads nothing then: each of many windows would have the page laid out again for what the one before it has rendered.
  const updateSoon = useFrame(update)

  /** Answers that grow at the end change nothing: the end was rendered before. */
  function onResize(): void {
    if (isFollowing() && hasTime && !measure.isStale(MOST_MARGIN)) return
    measure.read()
    updateSoon()
  }

  function onScroll(): void {
    if (isFollowing()) return
    measure.read()
    update()
  }

  useEventListener(scroller, 'scroll', onScroll, { passive: true })
  useResizeObserver([scroller, list], onResize)
  watch(
    [keys, isFollowing],
    () => {
      // Where the reader is among other turns is known when those have their space: that moves the view, which is a scroll.
      if (isFollowing() || !keys().some((key) => rendered.value.has(key))) update()
    },
    { immediate: true },
  )
  void untilIdle().then(() => {
    hasTime = true
    measure.read()
    updateSoon()
  })
  return { items: computed(() => listLogItems(keys(), rendered.value, heights)) }
}

/** Has the work done with the next frame, once however often it is asked for. */
function useFrame(work: () => void): () => void {
  let frame = 0
  let isGone = false
  onScopeDispose(() => {
    isGone = true
    cancelAnimationFrame(frame)
  })
  return () => {
    if (isGone) return
    frame ||= requestAnimationFrame(() => {
      frame = 0
      work()
    })
  }
}
