import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { reactive } from 'vue'
import { columnChoices, type ColumnChoice } from './lib/count-columns.ts'

/** How a session's windows are laid out. */
export interface BoardLayout {
  columns: ColumnChoice
  /** How much wider or narrower than a column a window was made, by its id. */
  shares: Record<string, number>
  /** The windows that are folded to a slim bar. */
  folded: string[]
  /** Whether scrolling one window brings the others to the same turn. */
  isSynced: boolean
}

const MOST_SESSIONS = 200
const plain: BoardLayout = { columns: 'auto', shares: {}, folded: [], isSynced: false }

/** The layout of each session, remembered by this browser: a phone and a wide screen want another one of the same session. */
export const useBoardStore = defineStore('board', () => {
  const stored = useLocalStorage<Record<string, Partial<BoardLayout>>>('chatmore.layouts', {})
  /** The window that fills the board, by session. That is for now, and not kept. */
  const maximised = reactive(new Map<string, string>())

  function layoutOf(sessionId: string): BoardLayout {
    const known = stored.value[sessionId] ?? {}
    const isKnown = columnChoices.includes(known.columns ?? 'auto')
    return { ...plain, ...known, columns: isKnown ? (known.columns ?? 'auto') : 'auto' }
  }

  /** Sessions that were not touched for the longest are forgotten first. */
  function change(sessionId: string, patch: Partial<BoardLayout>): void {
    const { [sessionId]: known, ...others } = stored.value
    const kept = Object.entries(others).slice(1 - MOST_SESSIONS)
    stored.value = { ...Object.fromEntries(kept), [sessionId]: { ...known, ...patch } }
  }

  function toggleFolded(sessionId: string, windowId: string): void {
    const { folded } = layoutOf(sessionId)
    const isFolded = folded.includes(windowId)
    change(sessionId, {
      folded: isFolded ? folded.filter((id) => id !== windowId) : [...folded, windowId],
    })
  }

  function toggleMaximised(sessionId: string, windowId: string): void {
    if (maximised.get(sessionId) === windowId) maximised.delete(sessionId)
    else maximised.set(sessionId, windowId)
  }

  function restore(sessionId: string): void {
    maximised.delete(sessionId)
  }

  const maximisedOf = (sessionId: string) => maximised.get(sessionId) ?? null
  return { layoutOf, change, toggleFolded, maximisedOf, toggleMaximised, restore }
})
