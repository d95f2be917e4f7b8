import type { ChatWindow } from '@chatmore/api/contract'

export interface TargetChoice {
  windows: readonly ChatWindow[]
  /** Nothing was sent in this session yet. */
  isFirst: boolean
  /** The window that alone gets the input; null for a broadcast. */
  onlyWindowId: string | null
}

export interface Targets {
  windows: ChatWindow[]
  /** What the server is told: nothing while all windows are meant, so that it means all that there are by then. */
  windowIds: string[] | undefined
  reach: Reach
}

export type Reach =
  | { kind: 'all' }
  | { kind: 'some'; count: number; total: number }
  | { kind: 'one'; name: string }
  | { kind: 'none' }

/** Whom an input of the global box reaches. The first one of a session reaches every window. */
export function chooseTargets({ windows, isFirst, onlyWindowId }: TargetChoice): Targets {
  if (isFirst) return toTargets(windows, windows)
  const only = windows.find((window) => window.id === onlyWindowId)
  if (only) return { windows: [only], windowIds: [only.id], reach: { kind: 'one', name: only.name } }
  return toTargets(
    windows.filter((window) => window.useGlobalInput),
    windows,
  )
}

function toTargets(chosen: readonly ChatWindow[], all: readonly ChatWindow[]): Targets {
  const windows = [...chosen]
  if (windows.length === 0) return { windows, windowIds: [], reach: { kind: 'none' } }
  if (windows.length === all.length) return { windows, windowIds: undefined, reach: { kind: 'all' } }
  const reach: Reach = { kind: 'some', count: windows.length, total: all.length }
  return { windows, windowIds: windows.map((window) => window.id), reach }
}
