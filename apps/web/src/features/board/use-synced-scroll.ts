import { useEventListener } from '@vueuse/core'
import { onScopeDispose, type Ref } from 'vue'
import { alignTurns, isAtEnd } from './lib/align-turns.ts'

/** So long after the reader's hand moved, a scroll at the end is theirs and not that of a text that grows. */
const HAND_MS = 500

/** Turns are rendered as they come into view, and have another height than was thought: logs stand once so many frames were calm. */
const CALM_FRAMES = 4
const MOST_FRAMES = 60

/**
 * While on, the log that the reader scrolls leads, and the others follow it to the same turn. What scrolls by itself, such as
 * an answer that grows or a log that was led, leads nobody: so logs cannot chase each other.
 */
export function useSyncedScroll(root: Readonly<Ref<HTMLElement | null>>, isOn: () => boolean): void {
  let leader: HTMLElement | null = null
  let movedAt = 0
  let isHeld = false
  let frame = 0
  let calmFrames = 0
  let framesLeft = 0

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
    if (!isOn() || !leader || event.target !== leader) return
    const isTheirs = isHeld || event.timeStamp - movedAt < HAND_MS
    // A fling goes on by itself, and what is rendered above is made up for: both keep to the place that the reader chose.
    if (isAtEnd(leader) && !isTheirs) return
    calmFrames = 0
    framesLeft = MOST_FRAMES
    frame ||= requestAnimationFrame(lead)
  }

  function lead(): void {
    frame = 0
    framesLeft -= 1
    const logs = root.value?.querySelectorAll<HTMLElement>('[role="log"]')
    if (!leader?.isConnected || !logs) return
    calmFrames = alignTurns(leader, logs) ? 0 : calmFrames + 1
    if (calmFrames < CALM_FRAMES && framesLeft > 0) frame = requestAnimationFrame(lead)
  }

  const passive = { passive: true, capture: true }
  useEventListener(root, ['wheel', 'touchmove', 'keydown'], note, passive)
  useEventListener(root, 'pointerdown', hold, passive)
  useEventListener(window, ['pointerup', 'pointercancel'], () => (isHeld = false))
  useEventListener(root, 'scroll', follow, passive)
  onScopeDispose(() => cancelAnimationFrame(frame))
}
