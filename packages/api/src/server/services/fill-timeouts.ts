import type { ChatTimeouts } from '@chatmore/llm'
import { defaultTimeouts, type Timeouts } from '../../contract/index.ts'

/** A model's timeouts with the default for each that it leaves open. */
export function fillTimeouts(timeouts: Timeouts): ChatTimeouts {
  return {
    connectMs: timeouts.connectMs ?? defaultTimeouts.connectMs,
    firstTokenMs: timeouts.firstTokenMs ?? defaultTimeouts.firstTokenMs,
    idleMs: timeouts.idleMs ?? defaultTimeouts.idleMs,
    totalMs: timeouts.totalMs ?? defaultTimeouts.totalMs,
  }
}
