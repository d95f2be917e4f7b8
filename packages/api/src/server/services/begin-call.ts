import {
  newId,
  type CallBodies,
  type CallSource,
  type LooseCall,
  type RelayStep,
  type Scope,
} from '@chatmore/db'
import type { Price } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { describeError } from '../errors/describe-error.ts'
import type { KeptText } from '../generation/body-keeper.ts'
import { toKeptBodies } from './call-bodies.ts'

type Parts = Pick<Dependencies, 'callLog' | 'log' | 'keepText'>

/** What the log says of calls that write no answer. */
export interface CallAbout {
  source: CallSource
  scope: Scope
  /** The user's own workspace where absent. */
  workspaceId?: string | undefined
  sessionId?: string | undefined
  /** The API key that another program asks with. */
  apiKeyId?: string | undefined
  /** The relay's name that stands for the model, where one does. */
  relay?: RelayStep | undefined
  /** The saved model that is called, if it is one. */
  modelId: string | null
  upstreamModel: string
  price: Price | null
  /** Whether what is sent and answered is kept, where anything is. */
  recordsBodies: boolean
}

export type CallEnd = Pick<
  LooseCall,
  'status' | 'finishReason' | 'errorCode' | 'errorMessage' | 'usage' | 'ttftMs'
> & { httpStatus: number | null; errorDetail: string | null }

/** A call that writes no answer, from its beginning until it is on its way into the log. */
export function beginCall({ callLog, log, keepText }: Parts, about: CallAbout) {
  const startedAt = new Date()
  const began = performance.now()
  const elapsed = () => Math.round(performance.now() - began)
  let ttftMs: number | null = null
  let request: Promise<KeptText> | null = null

  async function keepBodies(answer: string): Promise<CallBodies | null> {
    if (!keepText || !request) return null
    return toKeptBodies(await request, await keepText(answer))
  }

  return {
    ttftMs: () => ttftMs,
    noteText: () => void (ttftMs ??= elapsed()),
    noteRequest(body: string) {
      if (keepText && about.recordsBodies) request = keepText(body)
    },
    /** `answer` is the text that is kept of it. Who asked is answered even where the log cannot be written. */
    async record(end: CallEnd, answer: string): Promise<void> {
      const { source, sessionId, apiKeyId, relay, price, scope, workspaceId, modelId, upstreamModel } = about
      const { httpStatus, errorDetail, ...ended } = end
      const place = { userId: scope.userId, workspaceId, modelId, upstreamModel, apiKeyId, relay }
      const times = { endedAt: new Date(), latencyMs: elapsed() }
      try {
        const call = { ...place, httpStatus, errorDetail, startedAt, bodies: await keepBodies(answer) }
        callLog.add({ ...ended, ...times, id: newId(), source, sessionId, price, call })
      } catch (failure) {
        log.warn({ source, error: describeError(failure) }, 'a call could not be put into the log')
      }
    },
  }
}
