import { measureAnswerLength } from './answer-length.ts'
import { measureCapacity } from './capacity/capacity.ts'
import { measureFanOut } from './fan-out.ts'
import { measureLedger } from './ledger.ts'
import { measureOneBrowser } from './one-browser.ts'
import { measureOpenChat } from './open-chat.ts'
import type { Part } from './part.ts'
import { measureRelay } from './relay/relay.ts'
import { measureRelayMemory } from './relay/relay-memory.ts'
import { measureSaturation } from './saturation.ts'
import { measureTurn } from './turn.ts'
import { measureUpstreamClient } from './upstream-client.ts'
import { measureWebOpening } from '../web/opening.ts'
import { measureWebStreaming } from '../web/streaming.ts'
import { measureWebTokenCost } from '../web/token-cost.ts'

/** All parts, in the order in which they run and are shown. */
export const parts = {
  'fan-out': measureFanOut,
  saturation: measureSaturation,
  relay: measureRelay,
  'relay-memory': measureRelayMemory,
  'one-browser': measureOneBrowser,
  'upstream-client': measureUpstreamClient,
  turn: measureTurn,
  'open-chat': measureOpenChat,
  ledger: measureLedger,
  'answer-length': measureAnswerLength,
  capacity: measureCapacity,
  'web-streaming': measureWebStreaming,
  'web-token-cost': measureWebTokenCost,
  'web-opening': measureWebOpening,
} satisfies Record<string, Part>

export type PartName = keyof typeof parts
export const partNames = Object.keys(parts) as PartName[]

/** They run when they are named, and have all cores. */
export const longParts: readonly PartName[] = ['capacity', 'web-streaming', 'web-token-cost', 'web-opening']
