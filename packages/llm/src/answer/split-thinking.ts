import type { DeltaChannel } from '../completion.ts'

type Emit = (channel: DeltaChannel, text: string) => void

const OPEN = '<think>'
const CLOSE = '</think>'

/** Sends what stands between `<think>` and `</think>` at the start of the content to the reasoning channel. */
export interface ThinkingSplitter {
  push(text: string): void
  /** Lets go of text that was held back because a tag might have followed. */
  flush(): void
}

/** Tags may be cut anywhere; a tag later in the answer is text like any other. */
export function splitThinking(emit: Emit): ThinkingSplitter {
  let state: 'start' | 'thinking' | 'between' | 'content' = 'start'
  let held = ''
  let hasThought = false

  const think = (text: string) => {
    const shown = hasThought ? text : text.trimStart()
    if (shown === '') return
    hasThought = true
    emit('reasoning', shown)
  }

  /** Each step takes what it can from `held` and tells whether another step may go on. */
  const steps = {
    start() {
      const text = held.trimStart()
      if (text.length < OPEN.length && OPEN.startsWith(text)) return false
      const isThinking = text.startsWith(OPEN)
      state = isThinking ? 'thinking' : 'content'
      if (isThinking) held = text.slice(OPEN.length)
      return true
    },
    thinking() {
      const end = held.indexOf(CLOSE)
      const safe = end < 0 ? held.length - countHeldBack(held) : end
      think(held.slice(0, safe))
      held = held.slice(end < 0 ? safe : end + CLOSE.length)
      if (end >= 0) state = 'between'
      return end >= 0
    },
    between() {
      held = held.trimStart()
      if (held === '') return false
      state = 'content'
      return true
    },
    content() {
      if (held !== '') emit('content', held)
      held = ''
      return false
    },
  }

  return {
    push(text) {
      if (state === 'content') return emit('content', text)
      held += text
      while (steps[state]()) continue
    },
    flush() {
      if (state === 'thinking') think(held)
      else if (held !== '') emit('content', held)
      held = ''
    },
  }
}

/** How many characters at the end may be the beginning of the closing tag. */
function countHeldBack(text: string): number {
  for (let length = Math.min(CLOSE.length - 1, text.length); length > 0; length--) {
    if (CLOSE.startsWith(text.slice(-length))) return length
  }
  return 0
}
