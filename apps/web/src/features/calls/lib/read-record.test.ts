import { describe, expect, it } from 'vitest'
import { readAnswer, readRequest, toPrettyJson } from './read-record.ts'

const request = {
  model: 'gpt-5',
  messages: [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'text', text: '[image/png, 70 bytes]' },
      ],
    },
  ],
  temperature: 0.7,
  stop: ['END'],
  stream: true,
}

describe('the record of a call', () => {
  it('is read as messages and the parameters beside them', () => {
    expect(readRequest(JSON.stringify(request))).toEqual({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What is this?\n[image/png, 70 bytes]' },
      ],
      params: [
        ['model', 'gpt-5'],
        ['temperature', '0.7'],
        ['stop', '["END"]'],
        ['stream', 'true'],
      ],
    })
  })

  it.each([
    null,
    '',
    '[]',
    '"text"',
    JSON.stringify(request).slice(0, 90),
    '{"messages":[{"role":"tool","content":""}]}',
    '{"messages":[{"role":"assistant","content":null,"tool_calls":[]}]}',
    '{"messages":[null]}',
    '{"messages":{}}',
  ])('is left as it is where it is no whole request: %s', (text) => {
    expect(readRequest(text)).toBeNull()
  })

  it('is read as an answer, whatever of it there is', () => {
    expect(readAnswer('{"content":"Hi","reasoning":"Hm"}')).toEqual({
      content: 'Hi',
      reasoning: 'Hm',
      error: '',
    })
    expect(readAnswer('{"status":400,"content":"","error":"no such model"}')?.error).toBe('no such model')
    expect(readAnswer('{"content":"cut')).toBeNull()
  })

  it('is set in lines where it is whole', () => {
    expect(toPrettyJson('{"a":1}')).toBe('{\n  "a": 1\n}')
    expect(toPrettyJson('{"a":')).toBe('{"a":')
  })
})
