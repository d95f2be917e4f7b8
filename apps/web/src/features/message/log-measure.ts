import type { Ref } from 'vue'
import type { TurnHeights } from './lib/turn-heights.ts'

type ElementRef = Readonly<Ref<HTMLElement | null>>

interface Parts {
  scroller: ElementRef
  list: ElementRef
  heights: TurnHeights
}

/** What a log measures on the page, as last read: reading costs a layout, unless one was just done. */
export function createLogMeasure({ scroller, list, heights }: Parts) {
  const listTurns = () => [
    ...(list.value?.querySelectorAll<HTMLElement>(':scope > :not([data-space])') ?? []),
  ]

  return {
    /** Of the view; 0 where nothing is laid out. */
    height: 0,
    /** Whether the log lies beyond the edge of the page, as windows do that are reached sideways. */
    isBeyondPage: false,
    read(): void {
      const element = scroller.value
      if (!element) return
      const { left, right } = element.getBoundingClientRect()
      this.height = element.clientHeight
      this.isBeyondPage = right < 0 || left > innerWidth
      for (const turn of listTurns()) {
        const { height } = turn.getBoundingClientRect()
        if (height > 0) heights.note(turn.dataset.turn ?? '', height)
      }
    },
    /** How far the view's beginning is below that of the first turn. */
    top: () => (scroller.value?.scrollTop ?? 0) - (list.value?.offsetTop ?? 0),
    /** Whether the view has another height, or the turns do not fill it and so much more. */
    isStale(margin: number): boolean {
      const isSame = scroller.value?.clientHeight === this.height
      return !isSame || (list.value?.clientHeight ?? 0) < this.height + margin
    },
    /** The turns in which somebody edits an input, or stands with the keyboard. */
    listUsed: () =>
      listTurns()
        .filter((turn) => turn.contains(document.activeElement) || turn.querySelector('textarea') !== null)
        .map(({ dataset }) => dataset.turn ?? ''),
  }
}
