import { MAX_BATCH_SIZE } from '@chatmore/api/server'
import { z } from 'zod'
import { toErrorShape, type HostError } from '../error-shape.ts'

const MAX_SUBSCRIPTIONS = 50
const MAX_CALLS_IN_FLIGHT = 50

type CallId = string | number

const idSchema = z.union([z.string().max(64), z.number()])
const jsonrpcSchema = z.literal('2.0').optional()
const stopSchema = z.object({
  id: idSchema,
  jsonrpc: jsonrpcSchema,
  method: z.literal('subscription.stop'),
})
const callSchema = z.object({
  id: idSchema,
  jsonrpc: jsonrpcSchema,
  method: z.enum(['query', 'mutation', 'subscription']),
  params: z.object({ path: z.string().max(200), lastEventId: z.string().optional() }),
})

/** What becomes of a frame. */
export interface Judgement {
  /** The calls that may go on. */
  passed: unknown[]
  /** The answers to those that may not. */
  refused: { id: CallId | null; error: ReturnType<typeof toErrorShape> }[]
  /** Why the socket is closed instead, or null. */
  offence: string | null
}

/** The part of tRPC's answers that tells whether a call has ended. */
export interface Answer {
  id?: CallId | null
  result?: { type?: string }
}

/** Looks at each frame of one socket before tRPC does, which bounds neither calls in flight nor subscriptions. */
export interface FrameGuard {
  judge(text: string): Judgement
  /** Notes what goes out, so that the id of a call that has ended, and its place, are free again. */
  noteAnswer(answer: Answer): void
}

export function createFrameGuard(): FrameGuard {
  const calls = new Set<CallId>()
  const subscriptions = new Set<CallId>()

  function findObstacle(call: unknown): HostError | null {
    if (stopSchema.safeParse(call).success) return null
    const parsed = callSchema.safeParse(call)
    if (!parsed.success) return invalid('a call is not well formed')
    const { id, method } = parsed.data
    if (calls.has(id) || subscriptions.has(id)) return invalid('the id is that of another call')
    const kind = method === 'subscription' ? subscriptions : calls
    const most = method === 'subscription' ? MAX_SUBSCRIPTIONS : MAX_CALLS_IN_FLIGHT
    if (kind.size >= most) return tooMany(kind === subscriptions ? 'subscriptions' : 'calls at once', most)
    kind.add(id)
    return null
  }

  return {
    judge(text) {
      const frame = parseJson(text)
      if (frame === undefined) return refuseFrame('the frame is not valid JSON')
      const given: unknown[] = Array.isArray(frame) ? frame : [frame]
      if (given.length === 0) return refuseFrame('the frame holds no call')
      if (given.length > MAX_BATCH_SIZE) {
        return { passed: [], refused: [], offence: `more than ${MAX_BATCH_SIZE} calls in a frame` }
      }
      const judgement: Judgement = { passed: [], refused: [], offence: null }
      for (const call of given) {
        const obstacle = findObstacle(call)
        if (obstacle) judgement.refused.push({ id: findId(call), error: toErrorShape(obstacle) })
        else judgement.passed.push(call)
      }
      return judgement
    },
    noteAnswer({ id, result }) {
      if (id === null || id === undefined) return
      calls.delete(id)
      if (result === undefined || result.type === 'stopped') subscriptions.delete(id)
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refuseFrame(message: string): Judgement {
  return { passed: [], refused: [{ id: null, error: toErrorShape(invalid(message)) }], offence: null }
}

function findId(call: unknown): CallId | null {
  return z.object({ id: idSchema }).safeParse(call).data?.id ?? null
}

function invalid(message: string): HostError {
  return { status: 400, appError: { code: 'INVALID_INPUT' }, message }
}

function tooMany(what: string, most: number): HostError {
  const message = `one connection holds at most ${most} ${what}`
  return { status: 429, appError: { code: 'RATE_LIMITED' }, message }
}
