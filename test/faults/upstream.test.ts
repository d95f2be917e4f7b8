import {
  controlled,
  findClosedPortUrl,
  raw,
  refuse,
  type Behaviour,
  type UpstreamStream,
} from '@chatmore/llm/testing'
import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answersTo } from './support/recording-client.ts'
import { startRig, type Rig } from './support/start-rig.ts'

let database: TestDatabase
let rig: Rig

const scripted = (play: (stream: UpstreamStream) => void): Behaviour => ({
  kind: 'controlled',
  run: (exchange) => controlled().run({ ...exchange, offer: play }),
})

/** What each window's model does, by window, and what becomes of its answer. */
const quirks: { behaviour?: Behaviour; ends: object }[] = [
  { ends: { status: 'done', errorCode: null } },
  {
    behaviour: refuse({
      status: 502,
      body: '<html>Bad gateway</html>',
      headers: { 'content-type': 'text/html' },
    }),
    ends: { status: 'error', errorCode: expect.any(String), content: '' },
  },
  {
    behaviour: scripted((stream) => {
      stream.text('half of it')
      stream.end()
    }),
    ends: { status: 'incomplete', content: 'half of it' },
  },
  {
    behaviour: scripted((stream) => {
      stream.text('before the error')
      stream.error({ message: 'overloaded', code: 529 })
    }),
    ends: { status: 'error', content: 'before the error', errorCode: expect.any(String) },
  },
  {
    behaviour: scripted((stream) => {
      stream.text('said all')
      stream.raw('data: [DONE]\n\n')
    }),
    ends: { status: 'done', content: 'said all' },
  },
  {
    behaviour: scripted((stream) => {
      stream.reasoning('thinking and thinking')
      stream.end()
    }),
    ends: { status: 'incomplete', content: '', reasoning: 'thinking and thinking' },
  },
  {
    behaviour: scripted((stream) => {
      const bytes = Buffer.from(
        'data: {"choices":[{"delta":{"content":"日本 👩‍👩‍👧"}}]}\r\n\r\ndata: [DONE]\r\n\r\n',
      )
      for (const byte of bytes) stream.raw(Uint8Array.of(byte))
      stream.end()
    }),
    ends: { status: 'done', content: '日本 👩‍👩‍👧' },
  },
  {
    behaviour: raw({
      headers: { 'content-type': 'application/json' },
      body: '{"choices":[{"message":{"content":"whole"},"finish_reason":"length"}]}',
    }),
    ends: { status: 'done', content: 'whole', finishReason: 'length' },
  },
  { ends: { status: 'error', errorCode: 'CONNECT_FAILED', content: '' } },
]

beforeAll(async () => {
  database = await createTestDatabase()
  rig = await startRig(database.url, { modelCount: quirks.length })
})
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

test('F22, F23: of windows side by side each has its own model’s end, and a model that is down takes none with it', async () => {
  for (const [index, { behaviour }] of quirks.entries()) {
    if (behaviour) rig.upstream.on(`m${index}`, behaviour)
  }
  const session = await rig.createSession()
  const client = rig.connect()
  const down = session.windows.at(-1)!
  await client.client.model.update({ id: down.modelId, apiBase: await findClosedPortUrl() })
  const following = await client.watch(session.id)
  const ids = answersTo(await client.send(session.id, { key: 'f22', words: 100, everyMs: 1 }))
  const answers = await following.ended(ids)
  expect(answers).toMatchObject(quirks.map(({ ends }) => ends))
  expect(await rig.settled(session)).toMatchObject(quirks.map(({ ends }) => ends))

  const { assistantMessageId } = await client.client.message.retry({ messageId: ids[1]! })
  expect(await following.ended([assistantMessageId])).toMatchObject([{ status: 'error', attempt: 2 }])
  rig.upstream.on(
    'm2',
    scripted((stream) => {
      stream.text('all of it')
      stream.finish()
    }),
  )
  const again = await client.client.message.retry({ messageId: ids[2]! })
  expect(await following.ended([again.assistantMessageId])).toMatchObject([
    { status: 'done', content: 'all of it' },
  ])
}, 60_000)
