import { findPermittedModel, findPreferences, setMadeTitle, type ModelConfigRow } from '@chatmore/db'
import { cleanText, isBlank } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { describeError } from '../errors/describe-error.ts'
import type { Leave } from '../generation/model-queues.ts'
import { describeObstacle } from './describe-obstacle.ts'
import { logCalls } from './log-calls.ts'
import { resolveEndpoint } from './resolve-endpoint.ts'
import { toParams } from './to-params.ts'
import type { TitleMaker, TitleRequest } from './title-maker.ts'

type Used =
  | 'database'
  | 'engine'
  | 'llm'
  | 'secretBox'
  | 'keyTurns'
  | 'queues'
  | 'demo'
  | 'demoUrl'
  | 'notices'
  | 'keepText'
  | 'callLog'
  | 'log'
type Parts = Pick<Dependencies, Used>

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
  if (titleModelId === null) return
  await engine.whenEnded(request.messageIds)
  // Its limits and who may use it may have changed while the answers came.
  const model = await findPermittedModel(database, scope, titleModelId)
  if (signal.aborted || !model || describeObstacle(model, parts.demo) !== null) return
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
  const { scope, workspaceId, sessionId } = request
  const target = await resolveEndpoint(parts, { id: model.id })
  const about = {
    modelId: model.id,
    upstreamModel: model.model,
    price: model.price,
    recordsBodies: model.recordBodies,
  }
  const llm = logCalls(parts, { source: 'title', scope, workspaceId, sessionId, ...about })
  const messages = [
    { role: 'system' as const, content: INSTRUCTION },
    { role: 'user' as const, content: request.content.slice(0, MOST_CHARACTERS) },
  ]
  const params = toParams(model, { maxTokens: MOST_TOKENS, stop: undefined })
  let text = ''
  const leave = await waitForTurn(parts, { request, model }, signal)
  try {
    await llm.complete(
      { endpoint: target.endpoint, timeouts: target.timeouts, messages, params },
      { signal, onDelta: (channel, piece) => void (channel === 'content' && (text += piece)) },
    )
    return text
  } finally {
    leave()
  }
}

/** Among the answers of the same model. */
async function waitForTurn(
  { queues }: Parts,
  { request, model }: { request: TitleRequest; model: ModelConfigRow },
  signal: AbortSignal,
): Promise<Leave> {
  if (model.maxConcurrent === null) return () => {}
  const { userId } = request.scope
  return queues.enter({
    ...{ modelId: model.id, userId, limit: model.maxConcurrent, signal },
    onPlace: () => {},
  })
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
