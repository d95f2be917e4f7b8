import { z } from 'zod'
import { relayBodySchemas } from '../relay-body-schemas.ts'
import { answerSchemas } from './answer-schemas.ts'

const about = `Asks the models of a ChatMore server in the OpenAI format. What a model's endpoint understands and \
answers passes as it is: this names what ChatMore itself reads, adds and refuses.`

/** The description of the relay (https://spec.openapis.org/oas/v3.1.1) at an address, as JSON. */
export function describeRelay(serverUrl: string): object {
  return {
    openapi: '3.1.1',
    info: { title: 'The relay of ChatMore', version: '1', description: about },
    servers: [{ url: `${serverUrl}/v1` }],
    security: [{ apiKey: [] }],
    paths: {
      '/chat/completions': { post: chat },
      '/embeddings': { post: embeddings },
      '/responses': { post: responses },
      '/models': { get: models },
      '/models/{model}': { get: model },
      '/openapi.json': { get: description },
    },
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of ChatMore: cm-...' },
      },
      headers: { RequestId: requestIdHeader, Session: sessionHeader, RetryAfter: retryAfterHeader },
      responses: { Refused: refused },
      schemas: answerSchemas,
    },
  }
}

const requestIdHeader = {
  description: 'The id of the request: the one that was sent, or one that ChatMore gave it. Its log has it.',
  schema: { type: 'string' },
}
const sessionHeader = {
  description: 'The session that the call is recorded in, where the request asked for that.',
  schema: { type: 'string' },
}
const retryAfterHeader = {
  description: 'After how many seconds it is worth another attempt.',
  schema: { type: 'string' },
}

const requestId = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } }
const to = (name: keyof typeof answerSchemas) => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: object) => ({ 'application/json': { schema } })

const refused = {
  description: 'Why there is no answer. What a model’s endpoint refuses comes as it gives it.',
  headers: { ...requestId, 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
  content: json(to('Error')),
}

function answers(description: string, content: object, headers: object = {}) {
  return {
    '200': { description, headers: { ...requestId, ...headers }, content },
    default: { $ref: '#/components/responses/Refused' },
  }
}

/** By the very rules that requests are checked by; what no schema can say is left out. */
function toRequestBody(path: keyof typeof relayBodySchemas) {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(relayBodySchemas[path], {
    io: 'input',
    unrepresentable: 'any',
  })
  return { required: true, content: json(schema) }
}

const requestIdParameter = {
  ...{ name: 'X-Request-Id', in: 'header', schema: { type: 'string' } },
  description: 'An id of your own, by which the call is found in the logs.',
}

const chat = {
  operationId: 'createChatCompletion',
  summary: 'Asks a model, or several by one call, in one piece or as a stream.',
  parameters: [
    requestIdParameter,
    {
      ...{ name: 'X-ChatMore-Session', in: 'header', schema: { type: 'string' } },
      description: 'Records the call in a session of ChatMore: its id, or new.',
    },
  ],
  requestBody: toRequestBody('chat/completions'),
  responses: answers(
    'The answer, one choice a model where several were asked. As a stream, each event’s data is a chunk, and the last one is [DONE].',
    {
      ...json(to('ChatCompletion')),
      'text/event-stream': { schema: { type: 'string' }, 'x-event-schema': to('ChatCompletionChunk') },
    },
    { 'X-ChatMore-Session': { $ref: '#/components/headers/Session' } },
  ),
}

const embeddings = {
  operationId: 'createEmbedding',
  summary: 'Passed through where the model’s endpoint has it.',
  parameters: [requestIdParameter],
  requestBody: toRequestBody('embeddings'),
  responses: answers('What the endpoint answers.', json(to('Embeddings'))),
}

const responses = {
  operationId: 'createResponse',
  summary: 'Passed through where the model’s endpoint has it.',
  parameters: [requestIdParameter],
  requestBody: toRequestBody('responses'),
  responses: answers('What the endpoint answers.', {
    ...json({ type: 'object' }),
    'text/event-stream': { schema: { type: 'string' } },
  }),
}

const models = {
  operationId: 'listModels',
  summary: 'What may be named as a model: models, names of several, line-ups.',
  responses: answers('All of them.', json(to('Models'))),
}

const model = {
  operationId: 'retrieveModel',
  summary: 'One of them.',
  parameters: [{ name: 'model', in: 'path', required: true, schema: { type: 'string' } }],
  responses: answers('The model.', json(to('Model'))),
}

const description = {
  operationId: 'describe',
  summary: 'This description.',
  security: [],
  responses: { '200': { description: 'OpenAPI 3.1.', content: json({ type: 'object' }) } },
}
