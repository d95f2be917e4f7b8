import { useEventListener } from '@vueuse/core'
import { onScopeDispose, type Ref } from 'vue'
import { alignTurns, isAtEnd } from './lib/align-turns.ts'

/** So long after the reader's hand moved, a scroll is theirs and not that of a text that grows. */
const HAND_MS = 500

/** In so many frames at most the turns that come into view, and are rendered as they do, have their height. */
const FRAMES = 6

/**
 * While on, the log that the reader scrolls leads, and the others follow it to the same turn. What scrolls by itself, such as
 * an answer that grows or a log that was led, leads nobody: so logs cannot chase each other.
 */
export function useSyncedScroll(root: Readonly<Ref<HTMLElement | null>>, isOn: () => boolean): void {
  let leader: HTMLElement | null = null
  let movedAt = 0
  let isHeld = false
  let frame = 0
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
    const isTheirs = isHeld || event.timeStamp - movedAt < HAND_MS
    if (!isOn() || !leader || event.target !== leader || !isTheirs) return
    // A fling goes on by itself: each of its scrolls follows the one before. At the end it is the text that goes on.
    if (!isAtEnd(leader)) movedAt = event.timeStamp
    framesLeft = FRAMES
    frame ||= requestAnimationFrame(lead)
  }

  function lead(): void {
    frame = 0
    framesLeft -= 1
    const logs = root.value?.querySelectorAll<HTMLElement>('[role="log"]')
    if (!leader?.isConnected || !logs) return
    if (alignTurns(leader, logs) && framesLeft > 0) frame = requestAnimationFrame(lead)
  }

  const passive = { passive: true, capture: true }
  useEventListener(root, ['wheel', 'touchmove', 'keydown'], note, passive)
  useEventListener(root, 'pointerdown', hold, passive)
  useEventListener(window, ['pointerup', 'pointercancel'], () => (isHeld = false))
  useEventListener(root, 'scroll', follow, passive)
  onScopeDispose(() => cancelAnimationFrame(frame))
}
