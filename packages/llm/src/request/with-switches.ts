import type { EndpointOptions, Switch } from '../chat-request.ts'
import type { Dialect } from './to-request-body.ts'

/** The dialect with what an administrator decided in place of what was learned. */
export function withSwitches(dialect: Dialect, options: EndpointOptions = {}): Dialect {
  const { streamOptions = 'auto', maxCompletionTokens = 'auto' } = options
  return {
    hasStreamOptions: choose(streamOptions, { auto: dialect.hasStreamOptions, on: true, off: false }),
    maxTokensField: choose(maxCompletionTokens, {
      auto: dialect.maxTokensField,
      on: 'max_completion_tokens',
      off: 'max_tokens',
    }),
  }
}

function choose<Value>(decided: Switch, values: Record<Switch, Value>): Value {
  return values[decided]
}
