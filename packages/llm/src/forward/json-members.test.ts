import { expect, test } from 'vitest'
import { withMembers } from './json-members.ts'

test.each([
  ['{"model":"a","n":1.0}', '{"model":"b","n":1.0}'],
  ['{ "n" : 12345678901234567890 , "model" : "a" }', '{ "n" : 12345678901234567890 , "model" : "b" }'],
  [
    '{"messages":[{"model":"a"}],"model":null,"x":{"model":"}"}}',
    '{"messages":[{"model":"a"}],"model":"b","x":{"model":"}"}}',
  ],
  ['{"mod\\u0065l":"a\\"}","model":"a"}', '{"mod\\u0065l":"b","model":"b"}'],
  ['{}', '{"model":"b"}'],
  ['{"toString":1,"__proto__":2}', '{"toString":1,"__proto__":2,"model":"b"}'],
  ['\n{"n":-1e5}\n', '\n{"n":-1e5,"model":"b"}\n'],
  ['{"a\\\\":"\\\\\\"","b":["\\\\","]"],"model":1}', '{"a\\\\":"\\\\\\"","b":["\\\\","]"],"model":"b"}'],
])('the model of %s is changed and nothing else', (text, expected) => {
  expect(withMembers(text, { model: '"b"' })).toBe(expected)
})

test('any object has the new values afterwards, and the old ones of all else', () => {
  const values = [null, true, -1.5e-7, '', 'a"}\\', [1, [{ model: ']' }]], { stream_options: { x: '{' } }]
  const names = ['model', 'stream_options', 'messages', 'a"b\\', '']
  for (let number = 0; number < 5 ** names.length; number += 1) {
    // Each name has one of five values, or is not there.
    const object = Object.fromEntries(
      names.flatMap((name, index) => {
        const choice = Math.floor(number / 5 ** index) % 5
        return choice === 0 ? [] : [[name, values[(choice + index) % values.length]]]
      }),
    )
    const text = JSON.stringify(object, null, number % 3)
    const changed = withMembers(text, { model: '"b"', stream_options: '{"x":[1]}' })
    expect(JSON.parse(changed)).toEqual({ ...object, model: 'b', stream_options: { x: [1] } })
  }
})
