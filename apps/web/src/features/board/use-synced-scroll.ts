import { useEventListener } from '@vueuse/core'
import { onScopeDispose, type Ref } from 'vue'
import { alignTurns } from './lib/align-turns.ts'

/** So long after the reader's hand moved, a scroll is theirs and not that of a text that grows. */
const HAND_MS = 500

/**
 * While on, the log that the reader scrolls leads, and the others follow it to the same turn. What scrolls by itself, such as
 * an answer that grows or a log that was led, leads nobody: so logs cannot chase each other.
 */
export function useSyncedScroll(root: Readonly<Ref<HTMLElement | null>>, isOn: () => boolean): void {
  let leader: HTMLElement | null = null
  let movedAt = 0
  let isHeld = false
  let frame = 0

  function note(event: Event): void {
    if (!isOn() || !(event.target instanceof Element)) return
    const log = event.target.closest<HTMLElement>('[role="log"]')
    if (!log) return
    leader = log
    movedAt = event.timeStamp
  }

  function hold(event: Event): void {
    note(event)
    isHeld = leader !== null
  }

  function follow(event: Event): void {
    const isTheirs = isHeld || event.timeStamp - movedAt < HAND_MS
    if (!isOn() || event.target !== leader || !isTheirs || frame !== 0) return
    frame = requestAnimationFrame(() => {
      frame = 0
      const logs = root.value?.querySelectorAll<HTMLElement>('[role="log"]')
      if (leader?.isConnected && logs) alignTurns(leader, logs)
    })
  }

  const passive = { passive: true, capture: true }
  useEventListener(root, ['wheel', 'touchmove', 'keydown'], note, passive)
  useEventListener(root, 'pointerdown', hold, passive)
  useEventListener(window, ['pointerup', 'pointercancel'], () => (isHeld = false))
  useEventListener(root, 'scroll', follow, passive)
  onScopeDispose(() => cancelAnimationFrame(frame))
}
