import type { Cores } from '../measure/cores.ts'

export interface PartContext {
  isQuick: boolean
  /** Of how many interleaved rounds each figure is the median. */
  rounds: number
  /** How long `capacity` streams. */
  minutes: number
  cores: Cores | null
  print(line: string): void
}

export interface Table {
  columns: string[]
  rows: string[][]
}

/** One goal, and what was measured of it. */
export interface Goal {
  text: string
  measured: string
  isReached: boolean
}

/** What a part found. */
export interface PartResult {
  title: string
  /** What was done, in a sentence or two, and what the figures mean. */
  method: string
  table: Table
  goals: Goal[]
  /** All figures as they were measured, for the JSON file. */
  figures: unknown
}

export type Part = (context: PartContext) => Promise<PartResult>
