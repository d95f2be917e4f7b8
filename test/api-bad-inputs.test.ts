import type { Session } from '@chatmore/api/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp } from './create-test-app.ts'

interface Failure {
  error: {
    message: string
    data: { code: string; httpStatus: number; appError: { code: string; fields?: object } }
  }
}

let app: TestApp
let session: Session
let windowId: string

beforeAll(async () => {
  app = await createTestApp()
  const { id: modelId } = await app.createModel()
  session = await app.client.session.create({ windows: [{ modelId }] })
  windowId = session.windows[0]!.id
})
afterAll(() => app[Symbol.asyncDispose]())

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${app.admin.token}`, ...headers },
    body,
  })

const get = (path: string, input: unknown) =>
  fetch(`${app.url}/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`, {
    headers: { authorization: `Bearer ${app.admin.token}` },
  })

/** What a refused call says. Checks what all of them have in common: no stack, and the same status in both places. */
async function refusalOf(response: Response) {
  const text = await response.text()
  expect(text).not.toMatch(/"stack"|node_modules|\.ts:\d/)
  const { error } = JSON.parse(text) as Failure
  expect(error.data.httpStatus).toBe(response.status)
  return { status: response.status, message: error.message, ...error.data.appError }
}

const refuse = async (path: string, input: unknown) => refusalOf(await post(path, JSON.stringify(input)))
const refuseQuery = async (path: string, input: unknown) => refusalOf(await get(path, input))

const send = (change: object) => ({
  sessionId: session.id,
  content: 'Hello',
  clientMessageId: 'bad-input-1',
  ...change,
})

describe('a message', () => {
  it.each<[string, object, string]>([
    ['is empty', { content: '' }, 'content: is empty'],
    ['is spaces', { content: ' \n\t ' }, 'content: is empty'],
    ['is a zero-width space', { content: '\u200B' }, 'content: is empty'],
    ['is too long', { content: 'x'.repeat(200_001) }, 'content: is longer than 200,000 characters'],
    ['is no text', { content: { text: 'x' } }, 'content: is not a string'],
    ['is missing', { content: undefined }, 'content: is missing'],
    ['has no clientMessageId', { clientMessageId: undefined }, 'clientMessageId: is missing'],
    [
      'has a huge clientMessageId',
      { clientMessageId: 'a'.repeat(1_000_000) },
      'clientMessageId: is not 8 to 64 letters, digits, - or _',
    ],
    ['has an unknown field', { role: 'admin' }, 'role: is not a known field'],
    ['names no window', { windowIds: [] }, 'windowIds: is empty'],
  ])('that %s is refused by name', async (_what, change, message) => {
    const [field, rule] = message.split(': ') as [string, string]
    const refusal = { status: 400, code: 'INVALID_INPUT', message, fields: { [field]: rule } }
    expect(await refuse('message.send', send(change))).toEqual(refusal)
  })

  it('left nothing behind for any of these', async () => {
    expect((await app.client.message.list({ windowId })).items).toEqual([])
  })

  it.each(['__proto__', 'constructor'])('with the field %s is refused by name', async (field) => {
    const body = JSON.stringify(send({})).replace('{', `{"${field}":{"role":"admin"},`)
    expect(await refusalOf(await post('message.send', body))).toMatchObject({
      status: 400,
      message: `${field}: is not a known field`,
    })
  })

  it.each([
    ['emoji, joiners and both directions', '👩‍👩‍👧‍👦 שלום \u202Bعالم\u202C 中文 𠜎'],
    ['ten thousand combining marks', `e${'\u0301'.repeat(10_000)}`],
    ['two hundred thousand characters of four bytes', '😀'.repeat(100_000)],
  ])('of %s is stored exactly', async (_what, content) => {
    expect(await storedContent(content)).toBe(content)
  })

  it('loses NUL and control characters and has lone surrogates replaced', async () => {
    expect(await storedContent('a\u0000b\u0007c\ud800d')).toBe('abc\uFFFDd')
  })

  async function storedContent(content: string) {
    const fresh = await app.client.session.create({ windows: [{ modelId: session.windows[0]!.modelId }] })
    await app.client.message.send({ sessionId: fresh.id, content, clientMessageId: 'good-input' })
    const { items } = await app.client.message.list({ windowId: fresh.windows[0]!.id })
    return items[0]?.content
  }
})

describe('an id', () => {
  it.each([
    ['an array', ['x']],
    ['an object', { x: 1 }],
    ['a number', 1e3],
    ['beyond the safe numbers', 2 ** 53],
    ['negative', '-1'],
    ['a UUID in capitals', '01890A5D-AC96-774B-BCCE-B302099A8057'],
    ['SQL', "' OR 1=1 --"],
    ['in lower case', '01jd0000000000000000000000'],
    ['a path', '../../etc/passwd'],
    ['empty', ''],
  ])('that is %s is not a valid one', async (_what, id) => {
    const refusal = await refuseQuery('session.get', { id })
    expect(refusal).toMatchObject({ status: 400, code: 'INVALID_INPUT' })
    expect(refusal.message).toMatch(/^id: is not a (valid id|string)$/)
  })

  it('that nobody has is not found', async () => {
    expect(await refuseQuery('session.get', { id: '01JD0000000000000000000000' })).toEqual({
      status: 404,
      code: 'NOT_FOUND',
      message: 'this session does not exist',
    })
  })
})

describe('a new session', () => {
  const create = (windows: unknown) => refuse('session.create', { windows })

  it('needs a window', async () => {
    expect(await create([])).toMatchObject({ message: 'windows: is empty: choose at least one model' })
    expect(await refuse('session.create', {})).toMatchObject({ message: 'windows: is missing' })
    expect(await refuse('session.create', undefined)).toMatchObject({ message: 'input: is missing' })
  })

  it.each([
    [{ temperature: '1' }, 'temperature: is not a number from 0 to 2'],
    [{ temperature: -1 }, 'temperature: is not a number from 0 to 2'],
    [{ temperature: 9 }, 'temperature: is not a number from 0 to 2'],
    [{ maxTokens: 0 }, 'maxTokens: is not a whole number from 1 to 1000000'],
    [{ maxTokens: 1e9 }, 'maxTokens: is not a whole number from 1 to 1000000'],
    [{ temprature: 1 }, 'temprature: is not a known field'],
    [{ stop: ['a', 'b', 'c', 'd', 'e'] }, 'stop: has more than 4 entries'],
  ])('is refused for the parameters %j', async (params, rule) => {
    const { modelId } = session.windows[0]!
    expect(await create([{ modelId, params }])).toMatchObject({
      status: 400,
      message: `windows.0.params.${rule}`,
    })
  })

  it('is given no owner by its input', async () => {
    const { modelId } = session.windows[0]!
    const input = { windows: [{ modelId }], userId: app.admin.user.id, workspaceId: 'x' }
    expect(await refuse('session.create', input)).toMatchObject({
      message: 'userId: is not a known field; workspaceId: is not a known field',
    })
  })
})

describe('a list', () => {
  it.each([
    ['limit', 0],
    ['limit', -1],
    ['limit', 1e9],
    ['limit', 1.5],
    ['limit', '10'],
  ])('is refused for the %s %j', async (field, value) => {
    const rule = 'is not a whole number from 1 to 100'
    expect(await refuseQuery('session.list', { [field]: value })).toMatchObject({
      message: `${field}: ${rule}`,
    })
    expect(await refuseQuery('message.list', { windowId, [field]: value })).toMatchObject({
      message: `${field}: ${rule}`,
    })
  })

  it.each(['nonsense', '-1', 'é', '', 'x'.repeat(300), Buffer.from('["sessions",1]').toString('base64url')])(
    'is refused for the cursor %j',
    async (cursor) => {
      for (const call of [
        refuseQuery('session.list', { cursor }),
        refuseQuery('message.list', { windowId, cursor }),
      ]) {
        expect(await call).toMatchObject({
          status: 400,
          code: 'INVALID_INPUT',
          fields: { cursor: 'is not a valid cursor' },
        })
      }
    },
  )

  it('is refused for ten thousand characters to search', async () => {
    expect(await refuseQuery('session.list', { search: 'x'.repeat(3000) })).toMatchObject({
      message: 'search: is longer than 200 characters',
    })
  })
})

describe('an account', () => {
  const register = (change: object) =>
    refuse('auth.register', { email: 'new@example.com', password: 'a long password', ...change })

  it.each([
    [{ password: '1234567' }, 'password: is shorter than 8 characters'],
    [{ password: 'x'.repeat(5000) }, 'password: is longer than 1,024 characters'],
    [{ email: 'a@b.example\r\nBcc: x@y.example' }, 'email: is not an e-mail address'],
    [{ email: 'nobody' }, 'email: is not an e-mail address'],
    [{ email: `${'a'.repeat(250)}@b.example` }, 'email: is longer than 254 characters'],
    [{ nickname: 'x'.repeat(300) }, 'nickname: is longer than 60 characters'],
    [{ nickname: '  ' }, 'nickname: is empty'],
    [{ role: 'admin' }, 'role: is not a known field'],
  ])('is refused for %j', async (change, message) => {
    expect(await register(change)).toMatchObject({ status: 400, code: 'INVALID_INPUT', message })
  })

  it.each(['auth.login', 'auth.register'])('%s without a body is refused by name', async (path) => {
    expect(await refusalOf(await post(path, ''))).toMatchObject({ status: 400, code: 'INVALID_INPUT' })
    expect(await refuse(path, {})).toMatchObject({ message: 'email: is missing; password: is missing' })
  })
})

describe('a model', () => {
  const model = { name: 'x', provider: 'x', apiBase: 'https://example.com/v1', model: 'x' }

  it.each([
    [{ apiBase: 'file:///etc/passwd' }, /^apiBase: is not an http/],
    [{ apiBase: 'https://u:p@example.com/v1' }, /^apiBase: is not an http/],
    [{ apiBase: '' }, /^apiBase: is not an http/],
    [{ apiKey: 'sk-1\r\nx: y' }, /^apiKey: has characters that a header cannot carry$/],
    [{ apiKey: 'schlüssel' }, /^apiKey: has characters that a header cannot carry$/],
    [{ model: 'x'.repeat(1024) }, /^model: is longer than 200 characters$/],
    [{ isDemo: true }, /^isDemo: is not a known field$/],
  ])('is refused for %j', async (change, message) => {
    expect(await refuse('model.create', { ...model, ...change })).toMatchObject({
      status: 400,
      message: expect.stringMatching(message),
    })
  })

  it('keeps a name that looks like HTML as the text that it is', async () => {
    const created = await app.client.model.create({ ...model, name: '<img src=x onerror=alert(1)>' })
    expect(created.name).toBe('<img src=x onerror=alert(1)>')
    await app.client.model.remove({ id: created.id })
  })
})

describe('a request', () => {
  it('that is not JSON is refused without its words being repeated', async () => {
    expect(await refusalOf(await post('message.send', '{"content": <script>'))).toEqual({
      status: 400,
      code: 'INVALID_INPUT',
      message: 'the request is not valid JSON',
    })
  })

  it('that is ten thousand levels deep is refused', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
    expect((await refusalOf(await post('message.send', deep))).status).toBe(400)
    expect((await refusalOf(await post('message.send', `{"content":${deep}}`))).status).toBe(400)
  })

  it('to a procedure that takes nothing is refused where it brings something', async () => {
    expect(await refuseQuery('model.list', { all: true })).toMatchObject({
      message: 'all: is not a known field',
    })
    expect(await refuse('auth.logout', 'x')).toMatchObject({ status: 400 })
  })

  it.each(['nothing.here', 'session', 'session.get.more', '__proto__', 'constructor', 'session.constructor'])(
    'to %s finds no procedure',
    async (path) => {
      expect(await refuse(path, {})).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    },
  )

  it('by the wrong method is refused', async () => {
    expect(await refuseQuery('session.create', {})).toMatchObject({ status: 405, code: 'INVALID_INPUT' })
  })

  it('with more than twenty calls in a batch is refused', async () => {
    const paths = Array.from({ length: 21 }, () => 'session.list').join(',')
    const response = await fetch(`${app.url}/trpc/${paths}?batch=1&input={}`, {
      headers: { authorization: `Bearer ${app.admin.token}` },
    })
    expect(response.status).toBe(400)
  })
})

it('after all of this the server answers, and has logged nothing unexpected', async () => {
  expect((await app.client.auth.status()).user).toEqual(app.admin.user)
  expect(app.logLines.filter((line) => line.includes('unexpected error'))).toEqual([])
})
