import type { Cores } from '../measure/cores.ts'
import type { OtherPage } from '../web/pages/other-page.ts'

export interface PartContext {
  isQuick: boolean
  /** Of how many interleaved rounds each figure is the median. */
  rounds: number
  /** How long `capacity` streams. */
  minutes: number
  cores: Cores | null
  /** For `web-streaming`: another chat to be measured in the product's stead. */
  otherPage?: OtherPage | undefined
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
