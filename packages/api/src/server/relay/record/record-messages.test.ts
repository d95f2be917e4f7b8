import { describe, expect, it, test } from 'vitest'
import { readConversation, type Conversation } from './record-messages.ts'

const read = (messages: unknown[], more: object = {}) =>
  readConversation(JSON.stringify({ messages, ...more }))
const user = (content: unknown) => ({ role: 'user', content })
const assistant = (content: unknown, more: object = {}) => ({ role: 'assistant', content, ...more })
const call = (id: string, name: string, args: string) => ({ id, function: { name, arguments: args } })

/** Who said what, the input last. */
function said(messages: unknown[]): string[] {
  const { history, input } = read(messages) as Conversation
  return [...history, input].map(({ role, content }) => `${role}: ${content}`)
}

describe('a request as windows have it', () => {
  it('has its input apart, and what systems and developers say first as its system message', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'developer', content: [{ type: 'text', text: 'Be kind.' }] },
      user('One'),
      assistant('1'),
      user('Two'),
    ]
    expect(read(messages, { temperature: 0, max_tokens: 9, tools: [], seed: 'x' })).toEqual({
      systemMessage: 'Be brief.\n\nBe kind.',
      history: [
        { role: 'user', content: 'One', images: [] },
        { role: 'assistant', content: '1', images: [] },
      ],
      input: { role: 'user', content: 'Two', images: [] },
      params: { temperature: 0, maxTokens: 9 },
    })
  })

  test.each<[string, unknown[], string[]]>([
    ['inputs that nobody answered stay apart', [user('a'), user('b')], ['user: a', 'user: b']],
    [
      'answers that follow each other are one, an empty one is none',
      [user('a'), assistant('b'), assistant(null), assistant('c'), user('d')],
      ['user: a', 'assistant: b\n\nc', 'user: d'],
    ],
    [
      'what begins with an answer begins with words that say so',
      [assistant('Welcome'), user('a')],
      ['user: [The conversation begins with an answer.]', 'assistant: Welcome', 'user: a'],
    ],
    [
      'a later system message is part of what was put in',
      [user('a'), { role: 'system', content: 'b' }],
      ['user: a', 'user: [System message]\n\nb'],
    ],
    [
      'thinking is no part of an answer, a refusal is',
      [user('a'), assistant('<think>hm</think>b'), user('c'), assistant(null, { refusal: 'no' }), user('d')],
      ['user: a', 'assistant: b', 'user: c', 'assistant: no', 'user: d'],
    ],
    [
      'parts of text are lines of an input, and other parts are named',
      [
        user([
          { type: 'text', text: 'a' },
          { type: 'input_audio', input_audio: { data: 'x' } },
          { type: 'file', file: { filename: 'b.pdf', file_data: 'x' } },
          { type: 'image_url', image_url: 'https://example.com/c.png' },
        ]),
      ],
      ['user: a\n[input_audio]\n[file: b.pdf]\n[image_url: https://example.com/c.png]'],
    ],
    ['characters that no reader can show are gone', [user('a\u0000b\r\nc\ud800')], ['user: ab\nc\ufffd']],
  ])('%s', (_, messages, expected) => {
    expect(said(messages)).toEqual(expected)
  })

  it('shows tools that are called, and what they gave as one input', () => {
    const messages = [
      user('a'),
      assistant('Let me see.', { tool_calls: [call('1', 'time', ''), call('2', 'echo', '{"b":1}')] }),
      { role: 'tool', tool_call_id: '1', content: 'noon' },
      { role: 'tool', tool_call_id: '2', content: '```\nb\n```' },
      assistant(null, { function_call: { name: 'old', arguments: 'odd' } }),
      { role: 'function', name: 'old', content: 'c' },
    ]
    expect(said(messages)).toEqual([
      'user: a',
      'assistant: Let me see.\n\n**Call of time**\n\n```\n\n```\n\n**Call of echo**\n\n```json\n{\n  "b": 1\n}\n```',
      'user: Result of time:\n\nnoon\n\nResult of echo:\n\n```\nb\n```',
      'assistant: **Call of old**\n\n```\nodd\n```',
      'user: Result of old:\n\nc',
    ])
  })
})

test.each<[string, unknown[], string]>([
  ['nothing but a system message', [{ role: 'system', content: 'a' }], 'with an input'],
  ['an answer at the end', [user('a'), assistant('b')], 'end with an input'],
  ['a message that is too long', [user('a'.repeat(1_000_001))], 'at most 1,000,000 characters'],
  ['too many messages', Array.from({ length: 2001 }, () => user('a')), 'at most 2000 messages'],
])('what has %s is not recorded', (_, messages, rule) => {
  expect(read(messages)).toContain(rule)
})
