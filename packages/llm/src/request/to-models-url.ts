import { toChatCompletionsUrl } from './to-chat-completions-url.ts'

/** The exact address of an endpoint's list of models, beside that of its completions. */
export function toModelsUrl(apiBase: string, apiVersion?: string): string {
  const url = new URL(toChatCompletionsUrl(apiBase, apiVersion))
  url.pathname = url.pathname.replace(/\/chat\/completions$/, '/models')
  return url.href
}
