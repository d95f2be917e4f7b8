import type { BodyFlow } from '@chatmore/llm'
import { expect, it } from 'vitest'
import { toChoiceError } from './choice-error.ts'
import type { RelayRefusal, RelayReply } from '../relay.ts'
import { streamChoices } from './stream-choices.ts'

/** What was written, and how the endpoints are held back by whoever reads. */
function createReader() {
  let written = ''
  let flow: BodyFlow | null = null
  let refusal: RelayRefusal | null = null
  const reply: RelayReply = {
    open: (_head, given) => void (flow = given),
    write: (bytes) => void (written += bytes.toString()),
    end: () => void (written += '<end>'),
    refuse: (given) => void (refusal = given),
  }
  return { reply, written: () => written, flow: () => flow!, refusal: () => refusal }
}

function createEndpoint() {
  const states: string[] = []
  return { states, pause: () => void states.push('paused'), resume: () => void states.push('resumed') }
}

const answers = {
  head: { id: 'x', created: 1, model: 'a,b' },
  count: 1,
  asksForUsage: false,
}
const stream = { status: 200, contentType: 'text/event-stream' }
const chunk = (content: string, reason: string | null = null) =>
  Buffer.from(
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: reason }] })}\n\n`,
  )

it('holds all endpoints back while the reader is slow, those too that begin then, and none that has ended', () => {
  const reader = createReader()
  const writer = streamChoices(answers, reader.reply)
  const [first, second, third] = [createEndpoint(), createEndpoint(), createEndpoint()]
  const voices = [0, 1, 2].map((place) => writer.add(place, `model ${place}`))
  voices[0]!.open(stream, first)
  voices[1]!.open(stream, second)
  voices[0]!.write(chunk('Hello'))
  reader.flow().pause()
  voices[2]!.open(stream, third)
  expect([first.states, second.states, third.states]).toEqual([['paused'], ['paused'], ['paused']])
  reader.flow().resume()
  voices[1]!.write(chunk('', 'stop'))
  voices[1]!.end()
  reader.flow().pause()
  expect([first.states.length, second.states.length, third.states.length]).toEqual([3, 2, 3])
})

it('reads chunks however they are cut, in characters too, and without blank lines between them', () => {
  const reader = createReader()
  const writer = streamChoices(answers, reader.reply)
  const voice = writer.add(0, 'a')
  const bytes = Buffer.concat([
    Buffer.from(': a comment\r\n\r\n'),
    Buffer.from(chunk('❤').toString().replace('\n\n', '\r\n')),
    chunk('!', 'stop'),
    Buffer.from('data: [DONE]\n\n'),
  ])
  voice.open(stream, createEndpoint())
  for (const byte of bytes) voice.write(Buffer.of(byte))
  voice.end()
  writer.finish()
  const texts = [...reader.written().matchAll(/"content":"([^"]*)"/g)].map(([, text]) => text)
  expect(texts).toEqual(['❤', '!'])
  expect(reader.written()).toMatch(/data: \[DONE\]\n\n<end>$/)
})

it('takes an empty finish reason, as some endpoints send with every chunk, for none', () => {
  const reader = createReader()
  const writer = streamChoices(answers, reader.reply)
  const voice = writer.add(0, 'a')
  for (const bytes of [chunk('Hello', ''), chunk(' world', ''), chunk('!', 'stop')]) voice.write(bytes)
  voice.end()
  writer.finish()
  const told = [...reader.written().matchAll(/"content":"([^"]*)"|"finish_reason":("\w*"|null)/g)]
  expect(told.map(([, text, reason]) => text ?? reason)).toEqual(
    expect.arrayContaining(['Hello', ' world', '!', '"stop"']),
  )
  expect(reader.written()).not.toContain('"finish_reason":""')
})

it('tells of what ends without saying so, and of an error in its midst, that it is not whole', () => {
  const reader = createReader()
  const writer = streamChoices({ ...answers, asksForUsage: true }, reader.reply)
  const [first, second] = [writer.add(0, 'a'), writer.add(1, 'b')]
  first.write(chunk('Half'))
  first.end()
  second.write(
    Buffer.from('data: {"error":{"message":"no more","code":429},"usage":{"prompt_tokens":3}}\n\n'),
  )
  second.end()
  writer.finish()
  const events = reader
    .written()
    .split('\n\n')
    .flatMap((event) => (event.startsWith('data: {') ? [JSON.parse(event.slice(6))] : []))
  expect(events).toMatchObject([
    { choices: [{ index: 0, model: 'a', delta: { role: 'assistant', content: 'Half' } }], usage: null },
    { choices: [{ index: 0, finish_reason: 'stop', error: { code: 'incomplete' } }] },
    { choices: [{ index: 1, delta: { refusal: 'no more' }, error: { code: '429', status: 429 } }] },
    { choices: [], usage: { prompt_tokens: 3 } },
  ])
})

it('refuses as the first does where none has said anything', () => {
  const reader = createReader()
  const writer = streamChoices(answers, reader.reply)
  const refusal = (status: number) => ({ status, contentType: 'text/plain', text: 'no', retryAfter: null })
  const [first, second] = [writer.add(0, 'a'), writer.add(1, 'b')]
  second.refuse(refusal(500))
  first.refuse(refusal(404))
  writer.finish()
  expect([reader.refusal()?.status, reader.written()]).toEqual([404, ''])
})

it.each([
  [
    '{"error":{"message":"m","type":"t","param":"p","code":7}}',
    { message: 'm', type: 't', param: 'p', code: '7' },
  ],
  ['{"error":"m"}', { message: 'm', type: 'upstream_error', param: null, code: null }],
  ['{"message":"m","code":"c"}', { message: 'm', code: 'c' }],
  ['{"detail":"m"}', { message: 'm' }],
  ['{"detail":{}}', { message: 'the model’s endpoint answered with HTTP 418' }],
  ['<html>', { message: 'the model’s endpoint answered with HTTP 418' }],
])('makes of %s the error of a choice', (text, error) => {
  const refusal = { status: 418, contentType: 'application/json', text, retryAfter: null }
  expect(toChoiceError(refusal)).toMatchObject({ ...error, status: 418 })
})
