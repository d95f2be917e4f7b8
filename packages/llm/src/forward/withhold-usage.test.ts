import { expect, test } from 'vitest'
import { withholdUsage } from './withhold-usage.ts'

const event = (data: object, gap = '\n\n') => `data: ${JSON.stringify(data)}${gap}`
const text = (content: string) => event({ choices: [{ delta: { content } }], usage: null })
const told = { choices: [], usage: { prompt_tokens: 1 } }

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
  ['comments stay, and a rest without an end', ': ping\n\ndata: x', ': ping\n\ndata: x'],
])('%s', (_, stream, expected) => {
  const bytes = Buffer.from(stream)
  expect(passThrough([bytes])).toBe(expected)
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(passThrough([bytes.subarray(0, at), bytes.subarray(at)])).toBe(expected)
  }
  expect(passThrough([...bytes].map((byte) => Buffer.from([byte])))).toBe(expected)
})
