import { expect, test } from 'vitest'
import { withholdUsage } from './withhold-usage.ts'

const event = (data: object, gap = '\n\n') => `data: ${JSON.stringify(data)}${gap}`
const text = (content: string, gap?: string) => event({ choices: [{ delta: { content } }], usage: null }, gap)
const told = { choices: [], usage: { prompt_tokens: 1 } }
const lines = text('é', '\n') + text('b', '\n') + event(told, '\n') + 'data: [DONE]\n'
const deeper = event({ choices: [{ delta: { tool: told } }], usage: { a: 1 } }) + event({ text: told })
const torn = 'data: {"choices":[],"usage":{"a":1}\n\n'

/** All that is handed on of a stream that comes in these pieces. */
function passThrough(pieces: Buffer[]): string {
  const handed: Buffer[] = []
  const { push, end } = withholdUsage((bytes) => handed.push(Buffer.from(bytes)))
  for (const piece of pieces) push(piece)
  end()
  return Buffer.concat(handed).toString('utf8')
}

test.each([
  ['usage alone is left out', text('é') + event(told) + 'data: [DONE]\n\n', text('é') + 'data: [DONE]\n\n'],
  ['with other line ends too', event(told, '\r\n\r\n') + 'data: [DONE]\r\n\r\n', 'data: [DONE]\r\n\r\n'],
  ['as the last thing of a stream that is cut', text('a') + event(told, ''), text('a')],
  ['what comes with a choice stays', event({ ...told, choices: [{}] }), event({ ...told, choices: [{}] })],
  ['what speaks of usage stays', text('"choices":[] "usage":{'), text('"choices":[] "usage":{')],
  ['lines without blank ones stay', lines + '\n', text('é', '\n') + text('b', '\n') + 'data: [DONE]\n\n'],
  ['what stands behind it in one event stays', event(told, '\n') + 'data: [DONE]\n\n', 'data: [DONE]\n\n'],
  ['what stands before it in one event ends as it did', text('a', '\n') + event(told), text('a')],
  ['several are left out', event(told) + event(told, '\r\n') + event(told) + text('a'), text('a')],
  ['what tells it in a text or deeper stays', deeper, deeper],
  ['what is torn stays', torn, torn],
  ['comments stay, and a rest without an end', ': ping\n\ndata: x', ': ping\n\ndata: x'],
])('%s', (_, stream, expected) => {
  const bytes = Buffer.from(stream)
  expect(passThrough([bytes])).toBe(expected)
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(passThrough([bytes.subarray(0, at), bytes.subarray(at)])).toBe(expected)
  }
  expect(passThrough([...bytes].map((byte) => Buffer.from([byte])))).toBe(expected)
})

test('each line is handed on with the piece that ends it, without being copied', () => {
  const handed: Buffer[] = []
  const { push } = withholdUsage((bytes) => handed.push(bytes))
  const pieces = [text('a', '\n'), text('b', '\n') + text('c'), ': ping\n\n'].map((piece) =>
    Buffer.from(piece),
  )
  for (const [at, piece] of pieces.entries()) {
    push(piece)
    expect(handed[at]).toBe(piece)
  }
  push(Buffer.from('data: whole\ndata: ha'))
  expect(String(handed.at(-1))).toBe('data: whole\n')
})

test('a line that is too long to tell usage alone is handed on as it comes', () => {
  const handed: Buffer[] = []
  const { push, end } = withholdUsage((bytes) => handed.push(bytes))
  const length = () => handed.reduce((sum, bytes) => sum + bytes.length, 0)
  const piece = Buffer.alloc(10_000, 'x')
  for (let count = 1; count <= 100; count += 1) {
    push(piece)
    expect(count * piece.length - length()).toBeLessThan(100_000)
  }
  expect(length()).toBe(100 * piece.length)
  push(Buffer.from(`end\n${event(told)}${event(told)}data: [DONE]\n\n`))
  end()
  const rest = Buffer.concat(handed).subarray(100 * piece.length)
  expect(String(rest)).toBe('end\n\ndata: [DONE]\n\n')
})
