import type { Dispatcher } from 'undici'
import { createChunkMachine, type ChunkMachine } from '../answer/chunk-machine.ts'
import type { ChatTimeouts } from '../chat-request.ts'
import type { Clock } from '../clock.ts'
import type { CompleteOptions } from '../completion.ts'
import type { LlmError } from '../llm-error.ts'
import { toConnectionError } from './connection-error.ts'
import { gatherBytes } from './gather-bytes.ts'
import type { ReadHolder } from './hold-reads.ts'
import { makeError } from './make-error.ts'
import { openSink, type ResponseHead, type ResponseSink, type TryResult } from './response-sink.ts'
import { startWatchdog, type Watchdog } from './watchdog.ts'

export interface ExchangeOptions extends CompleteOptions {
  clock: Clock
  timeouts: ChatTimeouts
  totalDeadline: number
  reads: ReadHolder
}

export interface Settlers {
  resolve(result: TryResult): void
  reject(error: unknown): void
}

/** One request and its answer. It settles once, by whatever comes first of end, error, timeout and abort. */
export interface Exchange {
  connected(controller: Dispatcher.DispatchController): void
  open(head: ResponseHead): void
  push(bytes: Buffer): void
  end(): void
  lost(error: Error): void
}

/** How long the rest of an answer that is over is waited for, so that its connection can serve the next call. */
const LINGER_MS = 250

export function createExchange(options: ExchangeOptions, settlers: Settlers): Exchange {
  const { signal, clock } = options
  let controller: Dispatcher.DispatchController | null = null
  let sink: ResponseSink | null = null

  const leave = () => controller?.abort(new Error('the call is over'))
  const settlement = createSettlement(settlers, () => {
    watchdog.stop()
    gatherer.leave()
    signal.removeEventListener('abort', onAbort)
  })
  const finish = () => settlement.settle(() => (sink ?? noSink).end())
  const breakOff = (error: LlmError) => {
    gatherer.flush()
    settlement.settle(() => (sink ?? noSink).breakOff(error))
    leave()
  }
  const guard = createGuard(settlement, leave)
  const onAbort = () => guard(rethrow, signal.reason)
  const watchdog = startWatchdog({ ...options, onExpire: (expiry) => breakOff(makeError(expiry)) })
  const machine = createWatchedMachine(options, watchdog)
  const take = (bytes: Buffer) => {
    const wasFinished = machine.isFinished()
    const isOver = (sink ?? noSink).push(bytes)
    if (machine.isFinished() && !wasFinished) watchdog.finished()
    if (!isOver) return
    finish()
    clock.schedule(LINGER_MS, leave)
  }
  const gatherer = gatherBytes({ ...options, mayWait: machine.hasText, take: (bytes) => guard(take, bytes) })
  whenAborted(signal, onAbort)

  return {
    connected(given) {
      controller = given
      if (settlement.isSettled()) leave()
      else watchdog.connected()
      options.trace?.({ name: 'requested' })
    },
    open(head) {
      options.trace?.({ name: 'answered', status: head.status })
      gatherer.open()
      guard((given) => (sink = openSink(given, machine)), head)
    },
    push(bytes) {
      watchdog.heard()
      gatherer.push(bytes)
    },
    end() {
      gatherer.flush()
      finish()
    },
    lost: (error) => {
      if (!settlement.isSettled()) breakOff(toConnectionError(error, controller !== null))
    },
  }
}

/** Whatever goes wrong while an answer is taken in is what the call comes to. */
function createGuard({ isSettled, settle }: Settlement, leave: () => void) {
  return <T>(work: (given: T) => void, given: T): void => {
    if (isSettled()) return
    try {
      work(given)
    } catch (error) {
      settle(() => rethrow(error))
      leave()
    }
  }
}

/** It may have been aborted since the last try or wait ended. */
function whenAborted(signal: AbortSignal, onAbort: () => void): void {
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort)
}

type Settlement = ReturnType<typeof createSettlement>

function createSettlement({ resolve, reject }: Settlers, onSettled: () => void) {
  let isSettled = false
  return {
    isSettled: () => isSettled,
    settle(outcome: () => TryResult): void {
      if (isSettled) return
      isSettled = true
      onSettled()
      try {
        resolve(outcome())
      } catch (error) {
        reject(error)
      }
    },
  }
}

/** Stands where no response has come yet. */
const noSink: ResponseSink = {
  push: () => false,
  end: () => rethrow(makeError('BAD_RESPONSE', { detail: 'the response has no head' })),
  breakOff: (error) => rethrow(error),
}

function createWatchedMachine({ onDelta, onUsage }: ExchangeOptions, watchdog: Watchdog): ChunkMachine {
  return createChunkMachine((channel, text) => {
    watchdog.heardText()
    onDelta(channel, text)
  }, onUsage)
}

function rethrow(error: unknown): never {
  throw error
}
