import type { Dialect } from './to-request-body.ts'

/** The dialect to try once more with after a refusal that names a field we can do without; null where there is none. */
export function adaptDialect(dialect: Dialect, status: number, said: string): Dialect | null {
  if (status !== 400 && status !== 422) return null
  if (dialect.hasStreamOptions && /stream_?options|include_usage/i.test(said)) {
    return { ...dialect, hasStreamOptions: false }
  }
  if (dialect.maxTokensField === 'max_tokens' && /max_completion_tokens/.test(said)) {
    return { ...dialect, maxTokensField: 'max_completion_tokens' }
  }
  return null
}
