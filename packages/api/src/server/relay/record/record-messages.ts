import { withoutThinking } from '@chatmore/llm'
import { z } from 'zod'
import { cleanText, writeToolCall, writeToolResult, type ModelParams } from '../../../contract/index.ts'
import { toParams } from '../../services/parse-recorded-request.ts'

const MOST_MESSAGES = 2000
const MOST_CHARACTERS = 1_000_000

const named = z.object({ name: z.string(), arguments: z.string().catch('') })
const textPart = z.looseObject({ type: z.string() })
const messageSchema = z.object({
  role: z.string(),
  content: z.union([z.string(), z.array(textPart)]).nullish(),
  refusal: z.string().nullish().catch(null),
  name: z.string().nullish().catch(null),
  tool_call_id: z.string().nullish().catch(null),
  tool_calls: z
    .array(
      z
        .object({ id: z.string().catch(''), function: named })
        .nullable()
        .catch(null),
    )
    .nullish()
    .catch(null),
  function_call: named.nullish().catch(null),
})
const requestSchema = z.looseObject({ messages: z.array(messageSchema) })

type Given = z.infer<typeof messageSchema>

/** What one side said. Images are data URLs. */
export interface Said {
  role: 'user' | 'assistant'
  content: string
  images: string[]
}

/** What a request asks, as windows have it: inputs and their answers, the input that is to be answered last. */
export interface Conversation {
  systemMessage: string | null
  history: Said[]
  input: Said
  params: ModelParams
}

const BEGINNING: Said = {
  role: 'user',
  content: '[The conversation begins with an answer.]',
  images: [],
}

/**
 * Makes of a request what windows can hold, or tells the rule in the way of that. What they have no place for stands there
 * as text. The same request gives the same always, since it is found again by that.
 */
export function readConversation(text: string): Conversation | string {
  const parsed = requestSchema.safeParse(JSON.parse(text))
  if (!parsed.success) return 'cannot record these messages'
  const { messages, ...rest } = parsed.data
  if (messages.length > MOST_MESSAGES) return `records at most ${MOST_MESSAGES} messages`
  const first = messages.findIndex(({ role }) => !isSystem(role))
  if (first < 0) return 'records conversations with an input'
  const system = messages.slice(0, first).map((message) => readText(message, '\n').content)
  const said = toSaid(messages.slice(first))
  const input = said.pop()
  if (input?.role !== 'user') return 'records conversations that end with an input, not with an answer'
  const systemMessage = system.length > 0 ? system.join('\n\n') : null
  const texts = [systemMessage ?? '', input.content, ...said.map(({ content }) => content)]
  if (texts.some(({ length }) => length > MOST_CHARACTERS)) {
    return 'records messages of at most 1,000,000 characters'
  }
  return { systemMessage, history: said, input, params: toParams(rest) }
}

const isSystem = (role: string) => role === 'system' || role === 'developer'
const isResult = (role: string | undefined) => role === 'tool' || role === 'function'

/** Several answers that follow each other are one, as are the results of several tools: an input has one answer. */
function toSaid(messages: Given[]): Said[] {
  const tools = listTools(messages)
  const said: Said[] = messages[0]?.role === 'assistant' ? [{ ...BEGINNING }] : []
  for (const [at, message] of messages.entries()) {
    const isAnswer = message.role === 'assistant'
    const next = isAnswer ? toAnswer(message) : toInput(message, tools)
    if (isAnswer && next.content === '') continue
    const last = said.at(-1)
    if (last && isSameTurn(message, messages[at - 1], last))
      last.content = `${last.content}\n\n${next.content}`
    else said.push(next)
  }
  return said
}

/** Between two answers there may have been an empty one, which is none. */
function isSameTurn(message: Given, previous: Given | undefined, last: Said): boolean {
  return message.role === 'assistant' ? last.role === 'assistant' : areResults(previous, message)
}

const areResults = (...messages: (Given | undefined)[]) =>
  messages.every((message) => isResult(message?.role))

/** The names of the tools by the ids of their calls. */
function listTools(messages: Given[]): Map<string, string> {
  const calls = messages.flatMap(({ tool_calls: made }) => made ?? [])
  return new Map(calls.flatMap((call) => (call ? [[call.id, call.function.name] as const] : [])))
}

function toAnswer(message: Given): Said {
  const calls = (message.tool_calls ?? []).flatMap((call) => (call ? [call.function] : []))
  const all = message.function_call ? [message.function_call, ...calls] : calls
  const text = withoutThinking(readText(message, '').content || (message.refusal ?? ''))
  const parts = [text, ...all.map(writeToolCall)].filter((part) => part !== '')
  return { role: 'assistant', content: clean(parts.join('\n\n')), images: [] }
}

function toInput(message: Given, tools: ReadonlyMap<string, string>): Said {
  const { content, images } = readText(message, '\n')
  const { role, tool_call_id: callId, name } = message
  if (isResult(role)) {
    const tool = name ?? tools.get(callId ?? '') ?? null
    return { role: 'user', content: clean(writeToolResult(tool, content)), images }
  }
  const text = isSystem(role) ? `[System message]\n\n${content}` : content
  return { role: 'user', content: clean(text), images }
}

const clean = (text: string) => cleanText(text.replaceAll('\r\n', '\n'))

function readText({ content }: Given, between: string): { content: string; images: string[] } {
  if (typeof content === 'string') return { content, images: [] }
  const parts = (content ?? []).map(readPart)
  const texts = parts.flatMap(({ text }) => text ?? [])
  return { content: texts.join(between), images: parts.flatMap(({ image }) => image ?? []) }
}

interface Part {
  text?: string
  image?: string
}

function readPart(part: z.infer<typeof textPart>): Part {
  const { type, text, refusal } = part
  if (typeof text === 'string') return { text }
  if (typeof refusal === 'string') return { text: refusal }
  const url = readUrl(part.image_url)
  if (url?.startsWith('data:')) return { image: url }
  const name = url ?? readName(part.file)
  return { text: name === null ? `[${type}]` : `[${type}: ${name}]` }
}

/** Some give the address alone. */
function readUrl(given: unknown): string | null {
  if (typeof given === 'string') return given
  return readMember(given, 'url')
}

const readName = (file: unknown) => readMember(file, 'filename')

function readMember(given: unknown, name: string): string | null {
  if (typeof given !== 'object' || given === null) return null
  const value: unknown = (given as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : null
}
