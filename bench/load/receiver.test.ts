import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post } from '../targets/post-json.ts'
import { toChatBody } from '../targets/chat-body.ts'
import { CHUNK_BYTES, TOKEN_LENGTH } from './script.ts'
import { Receiver } from './receiver.ts'
import { startUpstream, type Upstream } from './start-upstream.ts'

const TOKENS = 50

describe('the receiver', () => {
  let upstream: Upstream
  /** The bodies of two streams, as they came. */
  const bodies: Buffer[] = []
  const texts: string[] = []

  beforeAll(async () => {
    upstream = await startUpstream()
    for (const stream of [0, 1]) {
      const order = { turn: 1, tokens: TOKENS, rate: 0 }
      const response = await post({
        url: `${upstream.url}/chat/completions`,
        body: toChatBody(stream, order),
      })
      const pieces: Buffer[] = []
      for await (const bytes of response) pieces.push(bytes as Buffer)
      bodies.push(Buffer.concat(pieces))
      texts.push(toText(pieces))
    }
  })

  afterAll(() => upstream.close())

  it('takes what the upstream wrote, in any pieces, as whole', () => {
    const receiver = new Receiver(upstream)
    const [body, text] = [bodies[0] ?? Buffer.alloc(0), texts[1] ?? '']
    for (let at = 0; at < body.length; at += 1000) receiver.takeBytes(0, body.subarray(at, at + 1000))
    receiver.takeText(1, 0, text.slice(0, 20))
    receiver.takeWhole(1, text.slice(0, 40))
    receiver.takeText(1, 40, text.slice(40, 60))
    receiver.takeWhole(1, text)
    receiver.end(0)
    receiver.end(1)
    expect(receiver.received).toMatchObject({ faults: 0, tokens: 2 * TOKENS })
    expect([...receiver.received.firstAt.keys()]).toEqual([0, 1])
  })

  it.each<[string, (receiver: Receiver, text: string) => void]>([
    ['a gap', (receiver, text) => receiver.takeText(1, TOKEN_LENGTH, text.slice(TOKEN_LENGTH))],
    ['text of another window', (receiver) => receiver.takeText(1, 0, texts[0] ?? '')],
    ['a lost end', (receiver, text) => receiver.takeText(1, 0, text.slice(0, -TOKEN_LENGTH))],
    ['a changed byte', (receiver) => receiver.takeBytes(1, Buffer.alloc(CHUNK_BYTES))],
    [
      'a text that goes back',
      (receiver, text) => {
        receiver.takeText(1, 0, text)
        receiver.takeWhole(1, text.slice(0, 10))
        receiver.takeText(1, 10, text.slice(10))
      },
    ],
    [
      'a repeat',
      (receiver, text) => {
        receiver.takeText(1, 0, text.slice(0, 20))
        receiver.takeText(1, 10, text.slice(10))
      },
    ],
  ])('sees %s', (_name, take) => {
    const receiver = new Receiver(upstream)
    take(receiver, texts[1] ?? '')
    receiver.end(1)
    expect(receiver.received.faults).toBeGreaterThan(0)
  })
})

function toText(pieces: Buffer[]): string {
  const found = Buffer.concat(pieces)
    .toString()
    .matchAll(/"content":"([^"]+)"/g)
  return [...found].map(([, token]) => token).join('')
}
