import type { ServerResponse } from 'node:http'
import type { DemoMessage } from './demo-message.ts'
import type { Clock } from '../clock.ts'
import { composeAnswer } from './compose-answer.ts'
import { demoTempers, type DemoTemper } from './demo-models.ts'
import { splitPieces } from './split-pieces.ts'

export interface DemoRequest {
  model: string
  messages: DemoMessage[]
  isStream: boolean
  hasUsage: boolean
  maxTokens: number
}

interface Piece {
  field: 'reasoning_content' | 'content'
  text: string
}

interface Script {
  pieces: Piece[]
  finishReason: 'stop' | 'length'
  usage: object
}

/** How often pieces are sent; the eye sees no difference to one by one. */
const TICK_MS = 30
const steady: DemoTemper = { firstPieceMs: 200, pace: 60 }

/** Writes a demo model's answer at that model's pace, as a stream or as one body. */
export function writeAnswer(request: DemoRequest, outgoing: ServerResponse, clock: Clock): void {
  const script = writeScript(request)
  const envelope = {
    id: `chatcmpl-demo-${Date.now().toString(36)}`,
    created: Math.floor(Date.now() / 1000),
    model: request.model,
  }
  const { firstPieceMs, pace } = demoTempers[request.model] ?? steady
  if (!request.isStream) return writeWhole({ script, envelope }, outgoing)

  const send = (choices: object[], extra: object = {}) =>
    outgoing.write(
      `data: ${JSON.stringify({ ...envelope, object: 'chat.completion.chunk', choices, ...extra })}\n\n`,
    )
  const sendDelta = (delta: object, finishReason: string | null = null) =>
    send([{ index: 0, delta, finish_reason: finishReason }])

  let sent = 0
  let cancel = () => undefined as void
  const startedAt = clock.now() + firstPieceMs
  const tick = () => {
    const due = Math.ceil(((clock.now() - startedAt) / 1000) * pace) + 1
    for (const { field, text } of script.pieces.slice(sent, due)) sendDelta({ [field]: text })
    sent = due
    if (sent < script.pieces.length) cancel = clock.schedule(TICK_MS, tick)
    else finish()
  }
  const finish = () => {
    sendDelta({}, script.finishReason)
    if (request.hasUsage) send([], { usage: script.usage })
    outgoing.end('data: [DONE]\n\n')
  }

  outgoing.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  sendDelta({ role: 'assistant', content: '' })
  cancel = clock.schedule(firstPieceMs, tick)
  outgoing.on('close', () => cancel())
}

function writeWhole(
  { script, envelope }: { script: Script; envelope: object },
  outgoing: ServerResponse,
): void {
  const join = (field: Piece['field']) =>
    script.pieces
      .filter((piece) => piece.field === field)
      .map((piece) => piece.text)
      .join('')
  const reasoning = join('reasoning_content')
  const message = {
    role: 'assistant',
    content: join('content'),
    refusal: null,
    ...(reasoning !== '' && { reasoning_content: reasoning }),
  }
  const body = {
    ...envelope,
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: script.finishReason }],
    usage: script.usage,
  }
  outgoing.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

function writeScript({ model, messages, maxTokens }: DemoRequest): Script {
  const { reasoning, content } = composeAnswer(model, messages)
  const whole = [
    ...splitPieces(reasoning).map((text) => ({ field: 'reasoning_content' as const, text })),
    ...splitPieces(content).map((text) => ({ field: 'content' as const, text })),
  ]
  const pieces = whole.slice(0, maxTokens)
  return {
    pieces,
    finishReason: pieces.length < whole.length ? 'length' : 'stop',
    usage: toUsage(messages, pieces),
  }
}

function toUsage(messages: DemoMessage[], pieces: Piece[]) {
  const prompt = messages.reduce((sum, message) => sum + splitPieces(message.content).length + 4, 3)
  const reasoning = pieces.filter((piece) => piece.field === 'reasoning_content').length
  return {
    prompt_tokens: prompt,
    completion_tokens: pieces.length,
    total_tokens: prompt + pieces.length,
    completion_tokens_details: { reasoning_tokens: reasoning },
  }
}
