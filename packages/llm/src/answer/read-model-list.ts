import { isRecord } from '../is-record.ts'

/** The names in a list of models, sorted: `{ data: [{ id }] }` as OpenAI has it, a bare array, or Ollama's `{ models: [{ name }] }`. Null for anything else. */
export function readModelList(body: unknown): string[] | null {
  const list = isRecord(body) ? (body.data ?? body.models) : body
  if (!Array.isArray(list)) return null
  const names = list.map(readName).filter((name) => name !== '')
  return [...new Set(names)].sort()
}

function readName(entry: unknown): string {
  if (typeof entry === 'string') return entry
  if (!isRecord(entry)) return ''
  const name = entry.id ?? entry.name
  // Gemini's OpenAI-format endpoint lists `models/gemini-...` and takes the name without that.
  return typeof name === 'string' ? name.replace(/^models\//, '') : ''
}
