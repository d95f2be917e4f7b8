import type { Page } from 'playwright-core'
import type { TurnOrder } from '../../targets/target.ts'

/** A page that shows answers side by side. */
export interface BenchPage {
  name: string
  /** Finds the elements that show an answer each. */
  selector: string
  /** Opens it with so many answers beginning to stream. */
  open(panes: number, order: TurnOrder): Promise<Page>
  close(): Promise<void>
}
