import { callSources, type Session } from '@chatmore/api/contract'
import { controlled } from '@chatmore/llm/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestApp, type TestAccount, type TestApp } from './create-test-app.ts'
import { fingerprintDatabase, waitUntilIdle } from './database-fingerprint.ts'

interface Failure {
  error: {
    message: string
    data: { code: string; httpStatus: number; appError: { code: string; fields?: object } }
  }
}

let app: TestApp
let stranger: TestAccount
let session: Session
let windowId: string
/** A user message and its answer, done. */
let messageIds: string[]
/** The call that gave the answer. */
let callId: string
let modelId: string
let disabledModelId: string
let removedModelId: string

beforeAll(async () => {
  app = await createTestApp()
  stranger = await app.createAccount()
  modelId = (await app.createModel({ name: 'GPT' })).id
  disabledModelId = (await app.createModel({ name: 'Off', enabled: false })).id
  removedModelId = (await app.createModel({ name: 'Gone' })).id
  await app.client.model.remove({ id: removedModelId })
  session = await app.client.session.create({ windows: [{ modelId }] })
  windowId = session.windows[0]!.id
  const { turns } = await app.client.message.send(
    send({ content: 'First', clientMessageId: 'first-message' }),
  )
  messageIds = turns.flatMap((turn) => [turn.userMessageId, turn.assistantMessageId])
  await waitUntilIdle(app)
  callId = (await app.client.callLog.list()).items[0]!.id
})
afterAll(() => app[Symbol.asyncDispose]())

type Transmit = (path: string, input: unknown) => Promise<Response>

const signedIn = () => ({ authorization: `Bearer ${app.admin.token}` })
const postText = (path: string, body: string) =>
  fetch(`${app.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signedIn() },
    body,
  })
const post: Transmit = (path, input) => postText(path, JSON.stringify(input) ?? '')
const get: Transmit = (path, input) =>
  fetch(`${app.url}/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers: signedIn() })

/** What a refused call says. Checks what all of them have in common: no stack, and the same status in both places. */
async function refusalOf(response: Response) {
  const text = await response.text()
  expect(text).not.toMatch(/"stack"|node_modules|\.ts:\d/)
  const { error } = JSON.parse(text) as Failure
  expect(error.data.httpStatus).toBe(response.status)
  return { status: response.status, message: error.message, ...error.data.appError }
}

/** "field: rule; field: rule" as the fields of an error. */
const fieldsOf = (message: string) =>
  Object.fromEntries(
    message.split('; ').map((sentence) => {
      const at = sentence.indexOf(': ')
      return [sentence.slice(0, at), sentence.slice(at + 2)]
    }),
  )
const invalid = (message: string) => ({
  status: 400,
  code: 'INVALID_INPUT',
  message,
  fields: fieldsOf(message),
})
const notFound = (what: string) => ({ status: 404, code: 'NOT_FOUND', message: `${what} does not exist` })

const unknownId = '01JD0000000000000000000000'
const send = (change: object) => ({
  sessionId: session.id,
  content: 'Hello',
  clientMessageId: 'a-bad-input',
  ...change,
})
const sendText = (change: object) => post('message.send', send(change))
const open = (windows: unknown) => post('session.create', { windows })
const register = (change: object) =>
  post('auth.register', { email: 'new@example.com', password: 'a long password', ...change })
const createModel = (change: object) =>
  post('model.create', {
    name: 'x',
    provider: 'x',
    apiBase: 'https://example.com/v1',
    model: 'x',
    ...change,
  })

const changeModels = (change: object) => post('model.updateMany', { ids: [modelId], ...change })
const addModels = (models: unknown) =>
  post('model.addMany', { provider: 'x', apiBase: 'https://example.com/v1', models })

/** For what a key must not do. */
const byCookie: Transmit = (path, input) =>
  fetch(`${app.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: app.admin.cookie, origin: app.url },
    body: JSON.stringify(input),
  })
const createKey = (change: object) => byCookie('apiKey.create', { name: 'x', ...change })
const replay = (change: object) =>
  post('callLog.replay', { id: callId, modelIds: [modelId], clientMessageId: 'a-bad-replay', ...change })

const edit = (change: object) =>
  post('message.edit', {
    messageId: messageIds[0],
    content: 'Hello',
    clientMessageId: 'a-bad-edit',
    ...change,
  })

const clientMessageIdRule = 'clientMessageId: is not 8 to 64 letters, digits, - or _'
const addressRule = 'apiBase: is not an http or https address without user name, query or fragment'
const forbiddenRule = 'apiBase: is an address that is never called, such as link-local and metadata ones'
const limitRule = 'limit: is not a whole number from 1 to 100'
const maxTokensRule = 'windows.0.params.maxTokens: is not a whole number from 1 to 1,000,000'
const temperatureRule = 'windows.0.params.temperature: is not a number from 0 to 2'

/** The number is that of the class of bad input, as the sections below count them. */
type Case = [kind: number, what: string, call: () => Promise<Response>, refusal: string | object]

const cases: Case[] = [
  [1, 'an empty message', () => sendText({ content: '' }), 'content: is empty'],
  [1, 'a message of spaces', () => sendText({ content: ' \n\t ' }), 'content: is empty'],
  [1, 'a zero-width space', () => sendText({ content: '\u200B' }), 'content: is empty'],
  [1, 'a message of control characters', () => sendText({ content: '\u0000\u0007' }), 'content: is empty'],
  [1, 'no message', () => sendText({ content: undefined }), 'content: is missing'],
  [1, 'a message that is no text', () => sendText({ content: { text: 'x' } }), 'content: is not a string'],
  [
    2,
    'one character too many',
    () => sendText({ content: 'x'.repeat(200_001) }),
    'content: is longer than 200,000 characters',
  ],
  [10, 'a role in a message', () => sendText({ role: 'admin' }), 'role: is not a known field'],
  [10, 'a role in a registration', () => register({ role: 'admin' }), 'role: is not a known field'],
  [
    10,
    'an owner in a session',
    () => post('session.create', { windows: [{ modelId }], userId: unknownId, workspaceId: 'x' }),
    'userId: is not a known field; workspaceId: is not a known field',
  ],
  [
    10,
    'an owner in a change of a session',
    () => post('session.update', { id: session.id, userId: stranger.user.id }),
    'userId: is not a known field',
  ],
  [
    10,
    'another session in a change of a window',
    () => post('window.update', { id: windowId, sessionId: unknownId }),
    'sessionId: is not a known field',
  ],
  [10, 'a demo model', () => createModel({ isDemo: true }), 'isDemo: is not a known field'],
  [
    10,
    'a parameter that is none',
    () => open([{ modelId, params: { temprature: 1 } }]),
    'windows.0.params.temprature: is not a known field',
  ],
  [10, 'a field where none is taken', () => get('model.list', { all: true }), 'all: is not a known field'],
  ...[['x'], { x: 1 }, 1e3, 2 ** 53, null].map<Case>((id) => [
    11,
    `the id ${JSON.stringify(id)}`,
    () => get('session.get', { id }),
    'id: is not a string',
  ]),
  ...[
    '-1',
    '1e3',
    '01890A5D-AC96-774B-BCCE-B302099A8057',
    "' OR 1=1 --",
    '01jd0000000000000000000000',
    '../../etc/passwd',
    `${unknownId}\u0000`,
    '',
  ].map<Case>((id) => [
    11,
    `the id ${JSON.stringify(id)}`,
    () => post('window.remove', { id }),
    'id: is not a valid id',
  ]),
  [12, 'an id of nobody', () => get('session.get', { id: unknownId }), notFound('this session')],
  [
    13,
    'a clientMessageId used for another text',
    () => sendText({ clientMessageId: 'first-message' }),
    {
      status: 409,
      code: 'CONFLICT',
      message: 'clientMessageId: was used for another message of this session',
      fields: { clientMessageId: 'was used for another message of this session' },
    },
  ],
  [
    14,
    'a megabyte as clientMessageId',
    () => sendText({ clientMessageId: 'a'.repeat(1e6) }),
    clientMessageIdRule,
  ],
  [14, 'a short clientMessageId', () => sendText({ clientMessageId: 'short' }), clientMessageIdRule],
  [
    14,
    'a clientMessageId with a space',
    () => sendText({ clientMessageId: 'with space' }),
    clientMessageIdRule,
  ],
  [14, 'no clientMessageId', () => sendText({ clientMessageId: undefined }), 'clientMessageId: is missing'],
  [15, 'no window', () => open([]), 'windows: is empty: choose at least one model'],
  [15, 'no list of windows', () => post('session.create', {}), 'windows: is missing'],
  [15, 'no input at all', () => post('session.create', undefined), 'input: is missing'],
  [15, 'fifty-one windows', () => open(Array(51).fill({ modelId })), 'windows: has more than 50 windows'],
  [15, 'no target window', () => sendText({ windowIds: [] }), 'windowIds: is empty'],
  [
    15,
    'a disabled model',
    () => open([{ modelId }, { modelId: disabledModelId }]),
    {
      status: 412,
      code: 'MODEL_UNAVAILABLE',
      message: 'windows.1.modelId: the model Off is disabled',
      fields: { 'windows.1.modelId': 'the model Off is disabled' },
    },
  ],
  [
    15,
    'a removed model',
    () => open([{ modelId }, { modelId: removedModelId }]),
    {
      status: 404,
      code: 'NOT_FOUND',
      message: 'windows.1.modelId: is not a known model',
      fields: { 'windows.1.modelId': 'is not a known model' },
    },
  ],
  [
    16,
    'a temperature beyond all numbers',
    () => postText('session.create', `{"windows":[{"modelId":"${modelId}","params":{"temperature":1e999}}]}`),
    temperatureRule,
  ],
  ...['1', -1, 9, null].map<Case>((temperature) => [
    16,
    `the temperature ${JSON.stringify(temperature)}`,
    () => open([{ modelId, params: { temperature } }]),
    temperatureRule,
  ]),
  ...[0, -1, 1e9, 1.5].map<Case>((maxTokens) => [
    16,
    `so many tokens at most: ${maxTokens}`,
    () => open([{ modelId, params: { maxTokens } }]),
    maxTokensRule,
  ]),
  [
    16,
    'five stop words',
    () => open([{ modelId, params: { stop: ['a', 'b', 'c', 'd', 'e'] } }]),
    'windows.0.params.stop: has more than 4 entries',
  ],
  [
    18,
    'a retry of what is no answer',
    () => post('message.retry', { messageId: messageIds[0] }),
    notFound('this answer'),
  ],
  [
    18,
    'a target window of another session',
    () => sendText({ windowIds: [unknownId] }),
    notFound('a window of windowIds'),
  ],
  [1, 'an edit to nothing', () => edit({ content: ' \n' }), 'content: is empty'],
  [
    2,
    'an edit of one character too many',
    () => edit({ content: 'x'.repeat(200_001) }),
    'content: is longer than 200,000 characters',
  ],
  [10, 'a window in an edit', () => edit({ windowId }), 'windowId: is not a known field'],
  [
    13,
    'the clientMessageId of a message for an edit',
    () => edit({ clientMessageId: 'first-message' }),
    {
      status: 409,
      code: 'CONFLICT',
      message: 'clientMessageId: was used for another message of this session',
      fields: { clientMessageId: 'was used for another message of this session' },
    },
  ],
  [14, 'no clientMessageId of an edit', () => edit({ clientMessageId: '' }), clientMessageIdRule],
  [18, 'an edit of an answer', () => edit({ messageId: messageIds[1] }), notFound('this input')],
  [
    15,
    'a disabled model to try again',
    () => post('message.retry', { messageId: messageIds[1], modelId: disabledModelId }),
    {
      status: 412,
      code: 'MODEL_UNAVAILABLE',
      message: 'modelId: the model Off is disabled',
      fields: { modelId: 'the model Off is disabled' },
    },
  ],
  ...['message.retry', 'window.fork'].map<Case>((path) => [
    15,
    `a removed model for ${path}`,
    () => post(path, { messageId: messageIds[1], modelId: removedModelId }),
    {
      status: 404,
      code: 'NOT_FOUND',
      message: 'modelId: is not a known model',
      fields: { modelId: 'is not a known model' },
    },
  ]),
  [
    18,
    'a rewind to an answer',
    () => post('window.rewind', { id: windowId, messageId: messageIds[1] }),
    notFound('this input of the window'),
  ],
  [18, 'a rewind to nowhere', () => post('window.rewind', { id: windowId }), 'messageId: is missing'],
  [
    10,
    'a place in what is cleared as a whole',
    () => post('window.clear', { id: windowId, messageId: messageIds[0] }),
    'messageId: is not a known field',
  ],
  [
    12,
    'a rewind of nobody',
    () => post('window.undoRewind', { rewindId: unknownId }),
    notFound('this rewind'),
  ],
  [
    11,
    'a rewind that is no id',
    () => post('window.undoRewind', { rewindId: '1' }),
    'rewindId: is not a valid id',
  ],
  [12, 'rewinds of nobody', () => get('window.rewinds', { id: unknownId }), notFound('this window')],
  [12, 'a fork of nothing', () => post('window.fork', { messageId: unknownId }), notFound('this message')],
  [
    30,
    'an empty name for a fork',
    () => post('window.fork', { messageId: messageIds[1], name: ' ' }),
    'name: is empty',
  ],
  [
    10,
    'a fork that is neither before nor behind',
    () => post('window.fork', { messageId: messageIds[1], before: 'yes' }),
    'before: is not a boolean',
  ],
  [12, 'a duplicate of nothing', () => post('window.duplicate', { id: unknownId }), notFound('this window')],
  [
    18,
    'a window that catches up with itself',
    () => post('window.catchUp', { id: windowId, fromWindowId: windowId }),
    'fromWindowId: is the window itself',
  ],
  [
    12,
    'a window that catches up with nobody’s',
    () => post('window.catchUp', { id: windowId, fromWindowId: unknownId }),
    notFound('the window of fromWindowId'),
  ],
  [
    12,
    'an end of nobody’s catching up',
    () => post('window.stopCatchUp', { id: unknownId }),
    notFound('this window'),
  ],
  [
    21,
    'ten thousand characters to search',
    () => get('session.list', { search: 'x'.repeat(10_000) }),
    'search: is longer than 200 characters',
  ],
  ...[0, -1, 1e9, 1.5, '10', null].flatMap<Case>((limit) => [
    [22, `the limit ${JSON.stringify(limit)}`, () => get('session.list', { limit }), limitRule],
    [22, `the limit ${JSON.stringify(limit)}`, () => get('message.list', { windowId, limit }), limitRule],
    [
      22,
      `the limit ${JSON.stringify(limit)}`,
      () => get('message.latest', { sessionId: session.id, limit }),
      limitRule,
    ],
  ]),
  ...[
    'nonsense',
    '-1',
    'é',
    '',
    'x'.repeat(300),
    Buffer.from('sessions 1').toString('base64url'),
    Buffer.from('messages -1').toString('base64url'),
  ].flatMap<Case>((cursor) => [
    [
      22,
      `the cursor ${JSON.stringify(cursor)}`,
      () => get('session.list', { cursor }),
      'cursor: is not a valid cursor',
    ],
    [
      22,
      `the cursor ${JSON.stringify(cursor)}`,
      () => get('message.list', { windowId, cursor }),
      'cursor: is not a valid cursor',
    ],
  ]),
  [23, 'seven characters', () => register({ password: '1234567' }), 'password: is shorter than 8 characters'],
  [
    23,
    'five thousand characters',
    () => register({ password: 'x'.repeat(5000) }),
    'password: is longer than 1,024 bytes',
  ],
  [
    23,
    'four hundred characters of three bytes',
    () => register({ password: '密'.repeat(400) }),
    'password: is longer than 1,024 bytes',
  ],
  [
    23,
    'a password that everyone has',
    () => register({ password: 'Password123' }),
    'password: is one of the most common passwords',
  ],
  [
    23,
    'a long password to sign in with',
    () => post('auth.login', { email: 'new@example.com', password: 'x'.repeat(5000) }),
    'password: is longer than 1,024 bytes',
  ],
  [24, 'a nickname of spaces', () => register({ nickname: '  ' }), 'nickname: is empty'],
  [24, 'a nickname that cannot be seen', () => register({ nickname: '\u200B\u2060' }), 'nickname: is empty'],
  [
    24,
    'a nickname of 300 characters',
    () => register({ nickname: 'x'.repeat(300) }),
    'nickname: is longer than 60 characters',
  ],
  ...['a@b.example\r\nBcc: x@y.example', 'nobody', 'a@b@c.example', 'ａ@b.example'].map<Case>((email) => [
    25,
    `the e-mail ${JSON.stringify(email)}`,
    () => register({ email }),
    'email: is not an e-mail address',
  ]),
  [
    25,
    'a long e-mail',
    () => register({ email: `${'a'.repeat(250)}@b.example` }),
    'email: is longer than 254 characters',
  ],
  ...['auth.login', 'auth.register'].flatMap<Case>((path) => [
    [26, `${path} without a body`, () => postText(path, ''), 'input: is missing'],
    [26, `${path} of nothing`, () => post(path, {}), 'email: is missing; password: is missing'],
    [26, `${path} of a list`, () => post(path, []), 'input: is not an object'],
  ]),
  ...[
    'file:///etc/passwd',
    'gopher://example.com',
    'javascript:alert(1)',
    'https://u:p@example.com/v1',
    'https://example.com/v1#',
    'https://example.com/v1?',
    '',
    ' ',
    'https://exa mple.com/v1',
    'https://example.com/\u0000',
    'https://example.com/\u202Ev1',
    'https://example.com/\uD800',
    'http://',
    'http://[::1',
    'http://example.com:99999',
  ].map<Case>((apiBase) => [
    27,
    `the API base ${JSON.stringify(apiBase)}`,
    () => createModel({ apiBase }),
    addressRule,
  ]),
  ...[
    'http://169.254.169.254/v1',
    'http://[::ffff:a9fe:a9fe]/v1',
    'http://0xa9.0xfe.0xa9.0xfe/v1',
    'http://2852039166/v1',
    'http://0251.0376.0251.0376',
    'http://[fe80::1]:8080',
    'http://0.0.0.0:3000',
    'http://224.0.0.1',
  ].flatMap<Case>((apiBase) => [
    [28, `the address ${apiBase}`, () => createModel({ apiBase }), forbiddenRule],
    [28, `a move to ${apiBase}`, () => post('model.update', { id: modelId, apiBase }), forbiddenRule],
  ]),
  ...['sk-1\r\nx: y', 'sk-1\n', 'schlüssel', 'sk 1', '\u0000'].map<Case>((apiKey) => [
    29,
    `the API key ${JSON.stringify(apiKey)}`,
    () => createModel({ apiKey }),
    'apiKey: has characters that a header cannot carry',
  ]),
  ...['tomorrow', '2026-13-01T00:00:00Z', '2026-01-01', 1].map<Case>((expiresAt) => [
    30,
    `the expiry ${expiresAt} of an API key`,
    () => createKey({ expiresAt }),
    'expiresAt: is not an ISO date and time',
  ]),
  ...['9999-12-31T23:59:59-23:59', '0000-01-01T00:00:00Z'].map<Case>((expiresAt) => [
    30,
    `the expiry ${expiresAt} of an API key, which no database holds`,
    () => createKey({ expiresAt }),
    'expiresAt: is not a time from 1970 to 9999',
  ]),
  ...Object.entries({
    modelIds: [
      [[], 'modelIds: is empty: choose at least one model'],
      [['GPT'], 'modelIds.0: is not a valid id'],
      [[unknownId, unknownId], 'modelIds: names a model twice'],
      [Array(201).fill(unknownId), 'modelIds: has more than 200 models'],
      [unknownId, 'modelIds: is not an array'],
      [
        [unknownId],
        {
          status: 404,
          code: 'NOT_FOUND',
          message: 'modelIds.0: is not a known model',
          fields: { 'modelIds.0': 'is not a known model' },
        },
      ],
    ],
    ipRanges: [
      [[], 'ipRanges: is empty: name at least one address'],
      [['10.0.0.0/8', ' 10.0.0.0/8'], 'ipRanges: names an address twice'],
      ...['10.0.0.0/33', '10.0.0/8', '::/129', 'example.com', 5].map((range) => [
        ['::1', range],
        'ipRanges.1: is not an address or a range such as 10.0.0.0/8 or 2001:db8::/32',
      ]),
      ...['::ffff:10.0.0.1', '0:0:0:0:0:FFFF:a00:0/104'].map((range) => [
        [range],
        'ipRanges.0: is an IPv4 address within IPv6: write it as IPv4',
      ]),
    ],
    requestsPerMinute: [0, 1.5, '5', 1e9].map((rate) => [
      rate,
      'requestsPerMinute: is not a whole number from 1 to 100,000',
    ]),
    tokensPerMinute: [0, 1e9].map((rate) => [
      rate,
      'tokensPerMinute: is not a whole number from 1 to 100,000,000',
    ]),
  }).flatMap(([field, refusals]) =>
    refusals.map<Case>(([value, refusal]) => [
      30,
      `${field} ${JSON.stringify(value).slice(0, 60)} of an API key`,
      () => createKey({ [field]: value }),
      refusal as string | object,
    ]),
  ),
  [30, 'an owner of an API key', () => createKey({ userId: unknownId }), 'userId: is not a known field'],
  [
    30,
    'a model name of a kilobyte',
    () => createModel({ model: 'x'.repeat(1024) }),
    'model: is longer than 200 characters',
  ],
  [30, 'an empty name', () => createModel({ name: '\u3164' }), 'name: is empty'],
  ...['0.1234567', '-1', '1e3', '', '123456789', ' 1', 'NaN', '1,5'].flatMap<Case>((amount) => {
    const rule = 'price.inputPerMillion: is not a decimal with at most six places'
    const price = { currency: 'USD', inputPerMillion: amount, outputPerMillion: '1' }
    return [
      [30, `the price ${JSON.stringify(amount)}`, () => createModel({ price }), rule],
      [30, `the price ${JSON.stringify(amount)} of several`, () => changeModels({ price }), rule],
    ]
  }),
  ...['XXX', 'usd', ''].map<Case>((currency) => [
    30,
    `the currency ${JSON.stringify(currency)}`,
    () => createModel({ price: { currency, inputPerMillion: '1', outputPerMillion: '1' } }),
    'price.currency: is not one of USD, EUR, CNY, GBP, JPY',
  ]),
  ...[0, -1, 1.5, 1_000_001, '100'].map<Case>((maxTokensLimit) => [
    30,
    `the limit ${JSON.stringify(maxTokensLimit)} of an answer`,
    () => createModel({ maxTokensLimit }),
    'maxTokensLimit: is not a whole number from 1 to 1,000,000',
  ]),
  [30, 'a group of no visible letter', () => createModel({ group: '\u3164' }), 'group: is empty'],
  [30, 'eleven tags', () => createModel({ tags: Array.from('abcdefghijk') }), 'tags: has more than 10 tags'],
  [30, 'a tag of nothing', () => createModel({ tags: ['x', '#'] }), 'tags.1: is empty'],
  [
    30,
    'a body that is kept by a word',
    () => createModel({ recordBodies: 'yes' }),
    'recordBodies: is not a boolean',
  ],
  [
    30,
    'a model for whoever',
    () => createModel({ access: { kind: 'friends' } }),
    'access.kind: is not everyone, roles or workspaces',
  ],
  [
    30,
    'a model for no role',
    () => createModel({ access: { kind: 'roles', roles: [] } }),
    'access.roles: is empty: choose at least one role',
  ],
  [
    30,
    'a model for a workspace that is not there',
    () => createModel({ access: { kind: 'workspaces', workspaceIds: [unknownId] } }),
    {
      status: 404,
      code: 'NOT_FOUND',
      message: 'access.workspaceIds: has a workspace that does not exist',
      fields: { 'access.workspaceIds': 'has a workspace that does not exist' },
    },
  ],
  [
    30,
    'an order of no models',
    () => post('model.reorder', { ids: [] }),
    'ids: is empty: choose at least one model',
  ],
  [
    30,
    'a change to an unknown model',
    () => changeModels({ ids: [modelId, unknownId] }),
    notFound('this model'),
  ],
  [
    30,
    'the model of nobody, to copy',
    () => post('model.duplicate', { id: unknownId }),
    notFound('this model'),
  ],
  [30, 'a found model without a name', () => addModels([{ model: 'x' }]), 'models.0.name: is missing'],
  [30, 'no found model', () => addModels([]), 'models: is empty: choose at least one model'],
  [11, 'a call that is no id', () => replay({ id: '1' }), 'id: is not a valid id'],
  [12, 'a replay of nothing', () => replay({ id: unknownId }), notFound('this call')],
  [12, 'the call of nobody', () => get('callLog.get', { id: unknownId }), notFound('this call')],
  [14, 'a replay without its clientMessageId', () => replay({ clientMessageId: '' }), clientMessageIdRule],
  [15, 'a replay nowhere', () => replay({ modelIds: [] }), 'modelIds: is empty: choose at least one model'],
  [
    15,
    'a replay in fifty-one windows',
    () => replay({ modelIds: Array(51).fill(modelId) }),
    'modelIds: has more than 50 windows',
  ],
  [
    15,
    'a replay by a removed model',
    () => replay({ modelIds: [modelId, removedModelId] }),
    {
      status: 404,
      code: 'NOT_FOUND',
      message: 'modelIds.1: is not a known model',
      fields: { 'modelIds.1': 'is not a known model' },
    },
  ],
  [10, 'a text in a replay', () => replay({ content: 'x' }), 'content: is not a known field'],
  [10, 'parameters in a replay', () => replay({ withParams: {} }), 'withParams: is not a boolean'],
  ...['yesterday', '2026-02-31', '2026-01-01T00:00', 1767225600, ''].flatMap<Case>((moment) => {
    const isText = typeof moment === 'string'
    const rule = isText ? 'is not a time such as 2026-11-23 or 2026-11-23T10:00:00Z' : 'is not a string'
    return [
      [21, `calls from ${moment}`, () => get('callLog.list', { from: moment }), `from: ${rule}`],
      [21, `sums to ${moment}`, () => get('stats.summary', { to: moment }), `to: ${rule}`],
    ]
  }),
  [
    21,
    'a source that is none',
    () => get('callLog.list', { source: 'chat' }),
    `source: is not one of ${callSources.join(', ')}`,
  ],
  [21, 'sums of no user', () => get('stats.summary', { userId: 'me' }), 'userId: is not a valid id'],
  [21, 'sums by what is none', () => get('stats.summary', { by: 'day' }), 'by: is not a known field'],
  [22, 'so many calls', () => get('callLog.list', { limit: 101 }), limitRule],
  [22, 'a cursor of calls', () => get('callLog.list', { cursor: 'x' }), 'cursor: is not a valid cursor'],
  [22, 'so many users', () => get('user.list', { limit: 0 }), limitRule],
  [22, 'a cursor of users', () => get('user.list', { cursor: 'x' }), 'cursor: is not a valid cursor'],
  [22, 'so many invitations', () => get('invite.list', { limit: 1.5 }), limitRule],
  [22, 'so many entries', () => get('audit.list', { limit: 1000 }), limitRule],
  [
    21,
    'an action that nobody records',
    () => get('audit.list', { action: 'user.eaten' }),
    'action: is not an action that is recorded',
  ],
  [21, 'entries of no time', () => get('audit.list', { from: 'x' }), 'from: is not an ISO date and time'],
  [12, 'a change of nobody', () => byCookie('user.update', { id: unknownId }), notFound('this user')],
  [
    10,
    'a password in a change of a user',
    () => byCookie('user.update', { id: stranger.user.id, password: 'x' }),
    'password: is not a known field',
  ],
  [
    10,
    'a suspension that is neither',
    () => byCookie('user.update', { id: stranger.user.id, suspended: 'yes' }),
    'suspended: is not a boolean',
  ],
  [12, 'a link for nobody', () => byCookie('user.resetPassword', { id: unknownId }), notFound('this user')],
  [12, 'sign-ins of nobody', () => byCookie('user.endSignIns', { id: unknownId }), notFound('this user')],
  ...[0, 91, 1.5, '7'].map<Case>((expiresInDays) => [
    30,
    `an invitation for ${JSON.stringify(expiresInDays)} days`,
    () => byCookie('invite.create', { expiresInDays }),
    'expiresInDays: is not a whole number from 1 to 90',
  ]),
  [
    30,
    'an invitation for a long name',
    () => byCookie('invite.create', { note: 'x'.repeat(121) }),
    'note: is longer than 120 characters',
  ],
  [
    10,
    'a token of one’s own',
    () => byCookie('invite.create', { token: 'x' }),
    'token: is not a known field',
  ],
  [
    12,
    'an invitation of nobody',
    () => byCookie('invite.revoke', { id: unknownId }),
    notFound('this invitation'),
  ],
]

describe('a bad input', () => {
  let before: unknown
  beforeEach(async () => {
    before = await fingerprintDatabase(app)
  })
  afterEach(async () => {
    expect(await fingerprintDatabase(app)).toEqual(before)
  })

  it.each(cases.map(([kind, what, call, refusal]) => ({ kind, what, call, refusal })))(
    'of class $kind, $what, is refused by name and writes nothing',
    async ({ call, refusal }) => {
      const expected = typeof refusal === 'string' ? invalid(refusal) : refusal
      expect(await refusalOf(await call())).toEqual(expected)
    },
  )

  it.each(['__proto__', 'constructor', 'prototype'])(
    'of class 9, the key %s, is refused by name and writes nothing',
    async (key) => {
      const body = JSON.stringify(send({})).replace('{', `{"${key}":{"role":"admin"},`)
      const { fields, ...refusal } = await refusalOf(await postText('message.send', body))
      expect(refusal).toEqual({ status: 400, code: 'INVALID_INPUT', message: `${key}: is not a known field` })
      // As a string: an object that is written down here would take `__proto__` for its prototype.
      expect(JSON.stringify(fields)).toBe(`{"${key}":"is not a known field"}`)
    },
  )

  it('of class 12, an id of another’s, looks like one of nobody', async () => {
    for (const id of [session.id, unknownId]) {
      const refusal = stranger.client.session.get({ id })
      await expect(refusal).rejects.toMatchObject({
        message: 'this session does not exist',
        data: { code: 'NOT_FOUND' },
      })
    }
  })

  it.each([
    ['is disabled', (id: string) => app.client.model.update({ id, enabled: false })],
    ['was removed', (id: string) => app.client.model.remove({ id })],
  ])('of class 15, a send to a model that meanwhile %s, is refused by name', async (obstacle, change) => {
    const model = await app.createModel({ name: 'Fleeting' })
    const own = await app.client.session.create({ windows: [{ modelId }, { modelId: model.id, name: 'B' }] })
    await change(model.id)
    before = await fingerprintDatabase(app)
    const rule = `B: the model Fleeting ${obstacle}`
    expect(await refusalOf(await sendText({ sessionId: own.id }))).toEqual({
      status: 412,
      code: 'MODEL_UNAVAILABLE',
      message: rule,
      fields: { [`windows.${own.windows[1]!.id}`]: rule },
    })
  })

  it('of class 19, a send or a retry while an answer is running, names the answer', async () => {
    const { own, running, earlier } = await startAnswer()
    before = await fingerprintDatabase(app)
    const busy = {
      status: 409,
      code: 'WINDOW_BUSY',
      message: 'a window is still answering: wait for it or stop it',
      fields: { windowIds: `${own.windows[0]!.id} is still answering ${running}` },
    }
    expect(await refusalOf(await sendText({ sessionId: own.id }))).toEqual(busy)
    expect(await refusalOf(await post('message.retry', { messageId: earlier }))).toEqual(busy)
    await app.client.message.stop({ sessionId: own.id })
    await waitUntilIdle(app)
    before = await fingerprintDatabase(app)
  })
})

let controlledModels = 0

/** A session whose second answer is running and has said "so far". */
async function startAnswer() {
  const model = `controlled-${++controlledModels}`
  const { id } = await app.createModel({ name: model, model })
  const own = await app.client.session.create({ windows: [{ modelId: id }] })
  const first = await app.client.message.send(send({ sessionId: own.id, clientMessageId: 'the-first' }))
  await waitUntilIdle(app)
  app.upstream.on(model, controlled())
  const second = await app.client.message.send(send({ sessionId: own.id, clientMessageId: 'the-second' }))
  const stream = await app.upstream.nextStream({ model })
  stream.text('so far')
  return {
    own,
    earlier: first.turns[0]!.assistantMessageId,
    running: second.turns[0]!.assistantMessageId,
  }
}

describe('an odd input that has a meaning', () => {
  it.each([
    { kind: 3, what: 'lone surrogates', content: 'a\uD800b\uDC00', stored: 'a\uFFFDb\uFFFD' },
    {
      kind: 4,
      what: 'NUL and control characters',
      content: 'a\u0000b\u0007c\u001B[31m\td\r\n',
      stored: 'abc[31m\td\r\n',
    },
    { kind: 5, what: 'emoji, joiners and both directions', content: '👩‍👩‍👧‍👦 שלום \u202Bعالم\u202C 中文 𠜎' },
    { kind: 5, what: 'ten thousand combining marks', content: `e${'\u0301'.repeat(10_000)}` },
    { kind: 5, what: 'two hundred thousand characters of four bytes', content: '😀'.repeat(100_000) },
  ])('of class $kind, a message of $what, is stored as it should be', async ({ content, stored }) => {
    const own = await app.client.session.create({ windows: [{ modelId }] })
    await app.client.message.send({ sessionId: own.id, content, clientMessageId: 'an-odd-input' })
    const { items } = await app.client.message.list({ windowId: own.windows[0]!.id })
    expect(items[0]?.content).toBe(stored ?? content)
  })

  it('of class 13, the same clientMessageId with the same text, is the same send', async () => {
    const again = await app.client.message.send(send({ content: 'First', clientMessageId: 'first-message' }))
    expect(again.turns.flatMap((turn) => [turn.userMessageId, turn.assistantMessageId])).toEqual(messageIds)
    expect((await app.client.message.list({ windowId })).items).toHaveLength(2)
  })

  it('of class 15, one model in fifty windows, is a session', async () => {
    const { windows } = await app.client.session.create({ windows: Array(50).fill({ modelId }) })
    expect(new Set(windows.map(({ name }) => name)).size).toBe(50)
  })

  describe('of class 17, the last event’s id', () => {
    let watched: Awaited<ReturnType<typeof startAnswer>>
    beforeAll(async () => {
      watched = await startAnswer()
    })
    afterAll(async () => {
      await app.client.message.stop({ sessionId: watched.own.id })
      await waitUntilIdle(app)
    })

    it.each(['abc', '-1', -1, '', '9'.repeat(5000), 'zzzzzzzz-1', ['x'], { id: 1 }, '1'.repeat(8)])(
      '%j, gets everything anew',
      async (lastEventId) => {
        expect(await firstEvent(watched.own.id, lastEventId)).toMatchObject({
          type: 'sync',
          messages: [{ id: watched.running, status: 'streaming', content: 'so far' }],
        })
      },
    )
  })

  it('of class 20, a stop that comes twice or after the end, does nothing', async () => {
    const { own, running, earlier } = await startAnswer()
    const stop = (ids?: string[]) =>
      app.client.message.stop({ sessionId: own.id, ...(ids && { messageIds: ids }) })
    expect(await stop([earlier])).toEqual({ stopped: 0 })
    expect(await stop([running, running])).toEqual({ stopped: 1 })
    await waitUntilIdle(app)
    for (const ids of [[running], undefined, [], [running, earlier]]) {
      expect(await stop(ids)).toEqual({ stopped: 0 })
    }
  })

  it.each([
    '+',
    'C++',
    'a@b.com',
    '"x',
    '(((((',
    '%%%%',
    '_',
    '*',
    '~',
    '\\',
    'x',
    '文',
    '\u0000',
    '\uD800',
    ' ',
  ])('of class 21, %j to search, is a part of a title and nothing else', async (search) => {
    const seen = search.trim()
    const own = await stranger.client.session.create({ windows: [{ modelId }], title: `A ${seen} title` })
    await stranger.client.session.create({ windows: [{ modelId }], title: 'B' })
    const { items } = await stranger.client.session.list({ search })
    expect(items.map(({ id }) => id)).toContain(own.id)
    if (/[%_+*~(]/.test(search)) expect(items.map(({ title }) => title)).not.toContain('B')
  })

  it('of class 24, a nickname like another’s or like a role, is a nickname and no more', async () => {
    const nicknames = ['admin', 'Admin', 'аdmin', '  a  d  min ']
    const users = []
    for (const [index, nickname] of nicknames.entries()) {
      const response = await register({ email: `twin${index}@example.com`, nickname })
      users.push(((await response.json()) as { result: { data: { user: object } } }).result.data.user)
    }
    expect(users).toMatchObject(
      ['admin', 'Admin', 'аdmin', 'a d min'].map((nickname) => ({ nickname, role: 'user' })),
    )
  })

  it('of class 30, a name that looks like HTML, is the text that it is', async () => {
    const name = '<img src=x onerror=alert(1)>'
    expect((await app.createModel({ name })).name).toBe(name)
  })
})

/** What a watch begins with. */
function firstEvent(id: string, lastEventId: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const subscription = app.client.trpc.session.watch.subscribe({ id, lastEventId } as { id: string }, {
      onError: reject,
      onData({ data }) {
        subscription.unsubscribe()
        resolve(data)
      },
    })
  })
}

describe('a request', () => {
  it('that is not JSON is refused without its words being repeated', async () => {
    expect(await refusalOf(await postText('message.send', '{"content": <script>'))).toEqual({
      status: 400,
      code: 'INVALID_INPUT',
      message: 'the request is not valid JSON',
    })
  })

  it('that is ten thousand levels deep is refused', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
    expect((await refusalOf(await postText('message.send', deep))).status).toBe(400)
    expect((await refusalOf(await postText('message.send', `{"content":${deep}}`))).status).toBe(400)
  })

  it.each(['nothing.here', 'session', 'session.get.more', '__proto__', 'constructor', 'session.constructor'])(
    'to %s finds no procedure',
    async (path) => {
      expect(await refusalOf(await post(path, {}))).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    },
  )

  it('by the wrong method is refused', async () => {
    expect(await refusalOf(await get('session.create', {}))).toMatchObject({
      status: 405,
      code: 'INVALID_INPUT',
    })
  })

  it('with more than twenty calls in a batch is refused', async () => {
    const paths = Array.from({ length: 21 }, () => 'session.list').join(',')
    const response = await fetch(`${app.url}/trpc/${paths}?batch=1&input={}`, { headers: signedIn() })
    expect(response.status).toBe(400)
  })

  it.each([
    ['an endless cookie', { cookie: `cm_session=${'x'.repeat(8000)}` }, 'sign in first'],
    ['a cookie that is none', { cookie: 'cm_session=%00; cm_session; =x; ;;' }, 'sign in first'],
    ['a key that is none', { authorization: 'Bearer __proto__' }, 'this API key is not, or no longer, good'],
    ['another scheme', { authorization: 'Basic eDp5' }, 'this API key is not, or no longer, good'],
  ])('with %s is nobody’s', async (_what, headers, message) => {
    const response = await fetch(`${app.url}/trpc/session.list`, {
      headers: headers as Record<string, string>,
    })
    expect(await refusalOf(response)).toEqual({
      status: 401,
      code: 'UNAUTHORIZED',
      message,
    })
  })
})

it('after all of this the server answers, and has logged nothing unexpected', async () => {
  expect((await app.client.auth.status()).user).toEqual(app.admin.user)
  expect(app.logLines.filter((line) => line.includes('unexpected error'))).toEqual([])
})
