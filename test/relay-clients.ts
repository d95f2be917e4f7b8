import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { AIMessageChunk } from '@langchain/core/messages'
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import OpenAI from 'openai'

/** What a client made of a call of the tool `weather`. */
interface ToolCall {
  name: string
  input: unknown
}

/** A client of others, asked the same question as the rest of them. */
export interface RelayClient {
  ask(model: string): Promise<{ text: string; inputTokens: number | undefined }>
  stream(model: string, signal?: AbortSignal): AsyncIterable<string>
  callTool(model: string): Promise<ToolCall[]>
  embed(model: string): Promise<number[] | undefined>
}

interface Place {
  baseURL: string
  apiKey: string
}

export const weather = { type: 'object', properties: { city: { type: 'string' } } } as const
export const question = 'Why?'

/** The clients that other programs have, each as its documentation has it. */
export const relayClients: Record<string, (place: Place) => RelayClient> = {
  openai: useOpenAI,
  '@ai-sdk/openai-compatible': useAiSdk,
  '@langchain/openai': useLangChain,
}

function useOpenAI(place: Place): RelayClient {
  const openai = new OpenAI({ ...place, maxRetries: 0 })
  const messages = [{ role: 'user' as const, content: question }]
  return {
    async ask(model) {
      const { choices, usage } = await openai.chat.completions.create({ model, messages })
      return { text: choices[0]?.message.content ?? '', inputTokens: usage?.prompt_tokens }
    },
    async *stream(model, signal = new AbortController().signal) {
      const asked = { model, messages, stream: true as const }
      const chunks = await openai.chat.completions.create(asked, { signal })
      for await (const { choices } of chunks) yield choices[0]?.delta.content ?? ''
    },
    async callTool(model) {
      const tools = [{ type: 'function' as const, function: { name: 'weather', parameters: weather } }]
      const { tool_calls = [] } = await openai.chat.completions
        .stream({ model, messages, tools })
        .finalMessage()
      return tool_calls.flatMap((call) =>
        call.type === 'function'
          ? [{ name: call.function.name, input: JSON.parse(call.function.arguments) as unknown }]
          : [],
      )
    },
    async embed(model) {
      return (await openai.embeddings.create({ model, input: question })).data[0]?.embedding
    },
  }
}

function useAiSdk(place: Place): RelayClient {
  const provider = createOpenAICompatible({ ...place, name: 'chatmore', includeUsage: true })
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: question }] }]
  return {
    async ask(model) {
      const { content, usage } = await provider.chatModel(model).doGenerate({ prompt })
      const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('')
      return { text, inputTokens: usage.inputTokens.total }
    },
    async *stream(model, signal = new AbortController().signal) {
      const { stream } = await provider.chatModel(model).doStream({ prompt, abortSignal: signal })
      for await (const part of stream) {
        if (part.type === 'error') throw part.error
        if (part.type === 'text-delta') yield part.delta
      }
    },
    async callTool(model) {
      const tools = [{ type: 'function' as const, name: 'weather', inputSchema: weather }]
      const { stream } = await provider.chatModel(model).doStream({ prompt, tools })
      const calls: ToolCall[] = []
      for await (const part of stream) {
        if (part.type === 'tool-call') calls.push({ name: part.toolName, input: JSON.parse(part.input) })
      }
      return calls
    },
    async embed(model) {
      return (await provider.embeddingModel(model).doEmbed({ values: [question] })).embeddings[0]
    },
  }
}

function useLangChain({ baseURL, apiKey }: Place): RelayClient {
  const toChat = (model: string) =>
    new ChatOpenAI({ model, apiKey, maxRetries: 0, configuration: { baseURL } })
  return {
    async ask(model) {
      const { text, response_metadata: told } = await toChat(model).invoke(question)
      const { usage } = told as { usage?: { prompt_tokens: number } }
      return { text, inputTokens: usage?.prompt_tokens }
    },
    async *stream(model, signal = new AbortController().signal) {
      for await (const chunk of await toChat(model).stream(question, { signal })) yield chunk.text
    },
    async callTool(model) {
      const tools = [{ type: 'function', function: { name: 'weather', parameters: weather } }]
      let whole: AIMessageChunk | undefined
      for await (const chunk of await toChat(model).bindTools(tools).stream(question)) {
        whole = whole?.concat(chunk) ?? chunk
      }
      return (whole?.tool_calls ?? []).map(({ name, args }) => ({ name, input: args }))
    },
    async embed(model) {
      const embeddings = new OpenAIEmbeddings({ model, apiKey, maxRetries: 0, configuration: { baseURL } })
      return (await embeddings.embedDocuments([question]))[0]
    },
  }
}
