import type { Trace, TraceStep } from './call/trace.ts'

/** How long each part of a call took, in milliseconds; null for one that it did not come to, or that nobody could tell. */
export interface CallPhases {
  /** Finding the address of the name. */
  resolveMs: number | null
  connectMs: number | null
  /** TLS. */
  secureMs: number | null
  /** From the request to the first byte of the answer. */
  firstByteMs: number | null
  /** From there to the first token. */
  firstTokenMs: number | null
  /** From there to the end. */
  restMs: number | null
}

/** What is known of a call that was traced. */
export interface TracedCall {
  latencyMs: number
  status: number | null
  phases: CallPhases
  /** What was sent, without anything secret; null where it came to none. */
  request: { headers: Record<string, string>; body: string } | null
}

type Moment = TraceStep['name'] | 'spoke'

/** The parts in their order, each up to a moment that a call may never come to. */
const parts: [name: keyof CallPhases, moment: Moment][] = [
  ['resolveMs', 'resolved'],
  ['connectMs', 'connected'],
  ['secureMs', 'secured'],
  ['firstByteMs', 'answered'],
  ['firstTokenMs', 'spoke'],
]

/** Puts together what a call tells of itself. Of several tries it keeps the last, and how the connection was made that they share. */
export function traceCall() {
  const startedAt = performance.now()
  let moments = new Map<Moment, number>([['sent', startedAt]])
  let request: TracedCall['request'] = null
  let status: number | null = null
  let connection: Partial<CallPhases> = {}

  const note = (moment: Moment) => {
    if (!moments.has(moment)) moments.set(moment, performance.now())
  }
  const trace: Trace = (step) => {
    if (step.name === 'sent') {
      moments = new Map()
      request = { headers: step.headers, body: step.body }
      status = null
    }
    if (step.name === 'answered') status = step.status
    note(step.name)
    if (step.name === 'requested' && moments.has('connected')) connection = toConnection(moments)
  }
  return {
    trace,
    noteText: () => note('spoke'),
    read: (): TracedCall => {
      const endedAt = performance.now()
      const phases = { ...toPhases(moments, endedAt), ...connection }
      return { latencyMs: Math.round(endedAt - startedAt), status, request, phases }
    },
  }
}

function toConnection(moments: Map<Moment, number>): Partial<CallPhases> {
  const { resolveMs, connectMs, secureMs } = toPhases(moments, performance.now())
  return { resolveMs, connectMs, secureMs }
}

function toPhases(moments: Map<Moment, number>, endedAt: number): CallPhases {
  let from = moments.get('sent') ?? endedAt
  const times = parts.map(([name, moment]) => {
    const at = moments.get(moment)
    // The request goes out once the connection is there.
    if (moment === 'answered') from = Math.max(from, moments.get('requested') ?? from)
    const took = at === undefined ? null : Math.round(at - from)
    from = at ?? from
    return [name, took]
  })
  const restMs = moments.has('spoke') ? Math.round(endedAt - from) : null
  return { ...(Object.fromEntries(times) as Omit<CallPhases, 'restMs'>), restMs }
}
