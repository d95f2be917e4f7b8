import { describe, expect, it } from 'vitest'
import { parseRecordedRequest } from './parse-recorded-request.ts'

const user = (content: unknown) => ({ role: 'user', content })
const assistant = (content: string) => ({ role: 'assistant', content })
const write = (messages: unknown[], rest = {}) =>
  JSON.stringify({ model: 'm', messages, stream: true, ...rest })

describe('a recorded request', () => {
  it('is read as a system message, a conversation and the parameters that a window could have', () => {
    const text = write(
      [
        { role: 'system', content: 'Be brief.' },
        user('One?'),
        assistant('1'),
        user([
          { type: 'text', text: 'Two?' },
          { type: 'text', text: '[image/png, 70 bytes]' },
        ]),
      ],
      { temperature: 0.2, max_completion_tokens: 9, top_p: 7, reasoning_effort: 'low', stream_options: {} },
    )
    expect(parseRecordedRequest(text)).toEqual({
      systemMessage: 'Be brief.',
      messages: [
        { role: 'user', content: 'One?', imageCount: 0 },
        { role: 'assistant', content: '1', imageCount: 0 },
        { role: 'user', content: 'Two?', imageCount: 1 },
      ],
      params: { temperature: 0.2, maxTokens: 9, reasoningEffort: 'low' },
    })
  })

  it.each([
    ['nothing', ''],
    ['a cut one', write([user('One?')]).slice(0, 40)],
    ['one without messages', '{"model":"m"}'],
    ['one without an input', write([{ role: 'system', content: 'x' }])],
    ['one that ends with an answer', write([user('One?'), assistant('1')])],
    ['an answer to nothing', write([assistant('1'), user('One?')])],
    ['two answers to one input', write([user('1'), assistant('a'), assistant('b'), user('2')])],
    ['a system message in the middle', write([user('1'), { role: 'system', content: 'x' }, user('2')])],
    ['another role', write([{ role: 'tool', content: 'x' }, user('1')])],
    ['another kind of part', write([user([{ type: 'image_url', image_url: {} }])])],
  ])('is none where there is %s', (_what, text) => {
    expect(parseRecordedRequest(text)).toBeNull()
  })
})
