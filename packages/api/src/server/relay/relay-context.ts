import type { Context } from '../context.ts'
import type { HeldRights } from '../generation/held-rights.ts'
import type { OpenTurns } from './record/open-turns.ts'

export interface RelayContext extends Context {
  /** Looks after what an open call rests on. */
  hold: HeldRights['hold']
  /** How often a relay name was asked before. */
  takeTurn(relayNameId: string): number
  /** The answers that are being recorded. */
  openTurns: OpenTurns
}
