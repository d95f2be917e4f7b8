import {
  findModelConfig,
  findPreferences,
  recordCall,
  setMadeTitle,
  type LooseCall,
  type ModelConfigRow,
} from '@chatmore/db'
import type { Completion, LlmClient } from '@chatmore/llm'
import { cleanText, isBlank } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { describeError } from '../errors/describe-error.ts'
import { toAnswerError } from '../generation/answer-error.ts'
import { describeObstacle } from './describe-obstacle.ts'
import { resolveEndpoint } from './resolve-endpoint.ts'
import type { TitleMaker, TitleRequest } from './title-maker.ts'

type Used = 'database' | 'engine' | 'secretBox' | 'demo' | 'demoUrl' | 'notices' | 'log'
type Parts = Pick<Dependencies, Used> & { llm: LlmClient }

const INSTRUCTION =
  'Write a title of at most six words for the conversation that begins with the message of the user, in the language ' +
  'of that message. Reply with the title alone: no quotation marks, no full stop.'
const MOST_CHARACTERS = 4000
const MOST_TOKENS = 2000
const TITLE_LENGTH = 80

export function createTitleMaker(parts: Parts): TitleMaker {
  const stopping = new AbortController()
  const { signal } = stopping
  return {
    make(request) {
      makeTitle(parts, request, signal).catch((failure: unknown) => {
        if (signal.aborted) return
        parts.log.warn(
          { sessionId: request.sessionId, error: describeError(failure) },
          'no title could be made',
        )
      })
    },
    stop: () => stopping.abort(),
  }
}

async function makeTitle(parts: Parts, request: TitleRequest, signal: AbortSignal): Promise<void> {
  const { database, engine, notices } = parts
  const { scope, sessionId } = request
  const { titleModelId } = await findPreferences(database, scope)
  const model = titleModelId === null ? null : await findModelConfig(database, titleModelId)
  if (!model || describeObstacle(model, parts.demo) !== null) return
  await engine.whenEnded(request.messageIds)
  if (signal.aborted) return
  const title = toTitleText(await askForTitle(parts, { request, model }, signal))
  if (title === '' || !(await setMadeTitle(database, sessionId, title))) return
  await engine.announceSession(sessionId)
  notices.note(scope.userId, 'session')
}

/** What the model said; the call is in the log, however it ended. */
async function askForTitle(
  parts: Parts,
  { request, model }: { request: TitleRequest; model: ModelConfigRow },
  signal: AbortSignal,
): Promise<string> {
  const startedAt = new Date()
  const began = performance.now()
  const target = await resolveEndpoint(parts, { id: model.id })
  const messages = [
    { role: 'system' as const, content: INSTRUCTION },
    { role: 'user' as const, content: request.content.slice(0, MOST_CHARACTERS) },
  ]
  const params = { ...model.extraConfig, maxTokens: MOST_TOKENS, stop: undefined }
  let text = ''
  const record = (end: CallEnd) =>
    recordCall(parts.database, 'title', toCall({ request, model, startedAt }, end))
  try {
    const completion = await parts.llm.complete(
      { ...target, messages, params },
      { signal, onDelta: (channel, piece) => void (channel === 'content' && (text += piece)) },
    )
    await record({ completion, latencyMs: completion.latencyMs })
    return text
  } catch (failure) {
    await record({ failure, latencyMs: Math.round(performance.now() - began) })
    throw failure
  }
}

type CallEnd = { latencyMs: number } & ({ completion: Completion } | { failure: unknown })

function toCall(
  { request, model, startedAt }: { request: TitleRequest; model: ModelConfigRow; startedAt: Date },
  end: CallEnd,
): LooseCall {
  const { httpStatus, errorDetail, ...result } =
    'completion' in end ? toResult(end.completion) : toFault(end, request)
  return {
    ...result,
    price: model.price,
    latencyMs: end.latencyMs,
    call: {
      userId: request.scope.userId,
      workspaceId: request.workspaceId,
      modelId: model.id,
      upstreamModel: model.model,
      ...{ httpStatus, errorDetail, startedAt },
    },
  }
}

function toResult({ outcome, finishReason, usage, ttftMs, httpStatus }: Completion) {
  const noError = { errorCode: null, errorMessage: null, errorDetail: null }
  return { status: outcome, finishReason, usage, ttftMs, httpStatus, ...noError }
}

function toFault({ failure }: { failure: unknown }, { sessionId }: TitleRequest) {
  const error = toAnswerError(failure, sessionId)
  return { status: 'error' as const, finishReason: null, usage: null, ttftMs: null, ...error }
}

/** The first line that says something, without the marks that models put around it. */
function toTitleText(text: string): string {
  const line =
    cleanText(text)
      .split('\n')
      .find((each) => !isBlank(each)) ?? ''
  const bare = line.replace(/^[\s#*"'“”「『《【`]+|[\s*"'“”」』》】`.。]+$/g, '').replace(/\s+/g, ' ')
  return [...bare].slice(0, TITLE_LENGTH).join('')
}
