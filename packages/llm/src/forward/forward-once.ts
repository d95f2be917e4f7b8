import type { Dispatcher } from 'undici'
import {
  decodeBody,
  readEncoding,
  type BodyFlow,
  type BodyTarget,
  type HeldBody,
} from '../call/decode-body.ts'
import { toConnectionError } from '../call/connection-error.ts'
import { makeError } from '../call/make-error.ts'
import { toRefusal } from '../call/response-sink.ts'
import { startWatchdog } from '../call/watchdog.ts'
import type { ChatTimeouts } from '../chat-request.ts'
import type { Clock } from '../clock.ts'
import type { ForwardHead, ForwardRefusal } from './forward.ts'

const MAX_REFUSAL_BYTES = 64 * 1024

export interface ForwardOnceOptions {
  dispatcher: Dispatcher
  clock: Clock
  url: URL
  headers: Record<string, string>
  body: string
  timeouts: ChatTimeouts
  totalDeadline: number
  signal: AbortSignal
  onHead(head: Omit<ForwardHead, 'isUsageAsked'>): void
  onBytes(bytes: Buffer): void
  isFinished?: (() => boolean) | undefined
  /** What was said by an endpoint that refuses; the call then fails with the error that it stands for. */
  onRefusal(refusal: ForwardRefusal): void
}

/** Makes one request and hands its answer on. Rejects with an `LlmError`, or with the signal's reason. */
export function forwardOnce(options: ForwardOnceOptions): Promise<void> {
  const { dispatcher, url, headers, body } = options
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method: 'POST', headers, body },
      createHandler(options, { resolve, reject }),
    )
  })
}

interface Settlers {
  resolve(): void
  reject(error: unknown): void
}

function createHandler(options: ForwardOnceOptions, settlers: Settlers): Dispatcher.DispatchHandler {
  let controller: Dispatcher.DispatchController | null = null
  let target: HeldBody | null = null
  const call = openCall(options, settlers, () => controller?.abort(new Error('the call is over')))
  return {
    onRequestStart(given) {
      controller = given
      if (call.isSettled()) given.abort(new Error('the call is over'))
      else call.watchdog.connected()
    },
    onResponseStart(given, status, headers) {
      // An informational response comes before the real one.
      if (status < 200 || call.isSettled()) return
      const isSuccess = status < 300
      const inner = isSuccess ? handOn(options, call) : gatherRefusal(options, call, { status, headers })
      target = decodeBody(readEncoding(headers), inner, given)
      if (isSuccess) options.onHead({ status, headers, flow: watched(target.flow, call) })
    },
    onResponseData(_given, bytes) {
      call.watchdog.heard()
      target?.push(bytes)
    },
    onResponseEnd: () => target?.end(),
    onResponseError(_given, error) {
      if (call.isSettled()) return
      if (target) target.lost(error)
      else call.fail(toConnectionError(error, controller !== null))
    },
  }
}

type Call = ReturnType<typeof openCall>

/** Settles once, by whatever comes first of the end, an error, a timeout and an abort. */
function openCall(options: ForwardOnceOptions, { resolve, reject }: Settlers, leave: () => void) {
  const { signal } = options
  let isSettled = false
  const settle = (outcome: () => void) => {
    if (isSettled) return
    isSettled = true
    watchdog.stop()
    signal.removeEventListener('abort', onAbort)
    outcome()
  }
  const fail = (error: unknown) => {
    settle(() => reject(error))
    leave()
  }
  const onAbort = () => fail(signal.reason)
  const watchdog = startWatchdog({ ...options, onExpire: (expiry) => fail(makeError(expiry)) })
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  return { watchdog, fail, isSettled: () => isSettled, finish: () => settle(resolve) }
}

/** An endpoint that is held back is not one that says nothing. */
function watched(flow: BodyFlow, { watchdog, isSettled }: Call): BodyFlow {
  return {
    pause() {
      watchdog.hold()
      flow.pause()
    },
    resume() {
      if (!isSettled()) watchdog.release()
      flow.resume()
    },
  }
}

function handOn({ onBytes }: ForwardOnceOptions, call: Call): BodyTarget {
  return {
    push(bytes) {
      if (call.isSettled()) return
      call.watchdog.heardText()
      onBytes(bytes)
    },
    end: call.finish,
    lost: (error) => call.fail(toConnectionError(error, true)),
  }
}

type Head = Pick<ForwardHead, 'status' | 'headers'>

function gatherRefusal(options: ForwardOnceOptions, call: Call, head: Head): BodyTarget {
  const pieces: Buffer[] = []
  let length = 0
  const fail = () => {
    if (call.isSettled()) return
    const { status, headers } = head
    const text = Buffer.concat(pieces).toString('utf8')
    const retryAfter = headers['retry-after']
    options.onRefusal({
      status,
      contentType: String(headers['content-type'] ?? 'application/json'),
      retryAfter: retryAfter === undefined ? null : String(retryAfter),
      text,
    })
    const isRedirect = status < 400
    const detail = `HTTP ${status} to ${String(headers.location)}`
    call.fail(isRedirect ? makeError('REDIRECT', { status, detail }) : toRefusal(head, text.trim()))
  }
  return {
    push(bytes) {
      pieces.push(bytes)
      length += bytes.length
      if (length >= MAX_REFUSAL_BYTES) fail()
    },
    end: fail,
    lost: fail,
  }
}
