const text = { type: 'string' }
const textOrNull = { type: ['string', 'null'] }
const count = { type: 'integer', minimum: 0 }
const second = { type: 'integer', description: 'Seconds since 1970-01-01 UTC.' }
const to = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** An endpoint may say more than the format knows, so nothing here is closed. */
function object(required: Record<string, object>, optional: Record<string, object> = {}) {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } }
}

const list = (items: object) => ({ type: 'array', items })

const finishReason = {
  type: ['string', 'null'],
  description: 'As the endpoint has it, such as stop, length, tool_calls or content_filter.',
}

const choice = { index: { type: 'integer' }, finish_reason: finishReason }
const ofMany = {
  model: { ...text, description: 'Which model this choice is of, where several were asked.' },
  error: {
    ...to('ErrorDetail'),
    description: 'Why this model has no answer, or no more of it, where several were asked.',
  },
}

/** What the relay answers, as far as clients rely on it: all else passes as the endpoint gives it. */
export const answerSchemas = {
  ChatCompletion: object(
    {
      id: text,
      object: { const: 'chat.completion' },
      created: second,
      model: text,
      choices: list(object({ ...choice, message: to('AssistantMessage') }, ofMany)),
    },
    { usage: to('Usage') },
  ),
  ChatCompletionChunk: object(
    {
      id: text,
      object: { const: 'chat.completion.chunk' },
      created: second,
      model: text,
      choices: list(object({ ...choice, delta: to('Delta') }, ofMany)),
    },
    { usage: { anyOf: [to('Usage'), { type: 'null' }] } },
  ),
  AssistantMessage: object(
    { role: { const: 'assistant' }, content: textOrNull },
    { refusal: textOrNull, reasoning_content: textOrNull, tool_calls: list(to('ToolCall')) },
  ),
  Delta: object(
    {},
    {
      role: text,
      content: textOrNull,
      refusal: textOrNull,
      reasoning_content: textOrNull,
      tool_calls: list({}),
    },
  ),
  ToolCall: object({ id: text, type: text }),
  Usage: object({ prompt_tokens: count, completion_tokens: count, total_tokens: count }),
  Embeddings: object({
    object: { const: 'list' },
    model: text,
    data: list(
      object({
        object: { const: 'embedding' },
        index: { type: 'integer' },
        embedding: { anyOf: [list({ type: 'number' }), text] },
      }),
    ),
    usage: object({ prompt_tokens: count, total_tokens: count }),
  }),
  Model: object({ id: text, object: { const: 'model' }, created: second, owned_by: text }),
  Models: object({ object: { const: 'list' }, data: list(to('Model')) }),
  ErrorDetail: object({ message: text, type: text, param: textOrNull, code: textOrNull }),
  Error: object({ error: to('ErrorDetail') }),
}
