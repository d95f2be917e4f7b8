import { measureAnswerLength } from './answer-length.ts'
import { measureCapacity } from './capacity/capacity.ts'
import { measureFanOut } from './fan-out.ts'
import { measureOneBrowser } from './one-browser.ts'
import { measureOpenChat } from './open-chat.ts'
import type { Part } from './part.ts'
import { measureSaturation } from './saturation.ts'
import { measureTurn } from './turn.ts'
import { measureUpstreamClient } from './upstream-client.ts'

/** All parts, in the order in which they run and are shown. */
export const parts = {
  'fan-out': measureFanOut,
  saturation: measureSaturation,
  'one-browser': measureOneBrowser,
  'upstream-client': measureUpstreamClient,
  turn: measureTurn,
  'open-chat': measureOpenChat,
  'answer-length': measureAnswerLength,
  capacity: measureCapacity,
} satisfies Record<string, Part>

export type PartName = keyof typeof parts
export const partNames = Object.keys(parts) as PartName[]

/** They run when they are named. */
export const longParts: readonly PartName[] = ['capacity']
