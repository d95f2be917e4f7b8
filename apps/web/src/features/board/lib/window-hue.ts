import type { ChatWindow } from '@chatmore/api/contract'

const HUES = 8

/** The hue of each window by id, in the order of their making: moving a window does not change it. */
export function toHues(windows: readonly ChatWindow[]): Map<string, string> {
  const ids = windows.map((window) => window.id).sort()
  return new Map(ids.map((id, index) => [id, `var(--hue-${(index % HUES) + 1})`]))
}
