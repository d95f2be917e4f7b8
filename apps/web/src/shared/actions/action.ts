import type { Component } from 'vue'

/** The headings of the palette and of the list of shortcuts, in their order. */
export const actionGroups = ['session', 'window', 'view', 'go', 'preferences'] as const
export type ActionGroup = (typeof actionGroups)[number]

/** Something that a person can do now: the palette offers it, its keys do it, the list of shortcuts names it. */
export interface Action {
  /** Unique, as `window.fork`. */
  id: string
  group: ActionGroup
  /** A verb first, as on a button. */
  label: string
  icon?: Component
  /** Such as `mod+k`, `mod+shift+o`, `?` or `[`; `mod` is ⌘ on Apple's machines and Ctrl elsewhere. */
  keys?: string
  /** Other words by which it is found. */
  keywords?: string
  /** Shown at its side, such as what is chosen now. */
  detail?: string
  /** Found where nothing was typed only among the shortcuts, such as one of fifty windows. */
  isMinor?: boolean
  run: () => void
}
