import { expect, test } from 'vitest'
import { showsToolCall, writeToolCall, writeToolResult } from './tool-call-text.ts'

test.each([
  ['{"city":"Rome"}', '```json\n{\n  "city": "Rome"\n}\n```'],
  ['{ "city" : "Rome" }', '```json\n{\n  "city": "Rome"\n}\n```'],
  ['not {json', '```\nnot {json\n```'],
  ['a ``` b', '````\na ``` b\n````'],
  ['', '```\n\n```'],
])('a call with %j is shown, and known by that', (given, block) => {
  const text = writeToolCall({ name: 'weather', arguments: given })
  expect(text).toBe(`**Call of weather**\n\n${block}`)
  expect(showsToolCall(`Let me see.\n\n${text}`)).toBe(true)
})

test.each(['', 'Call of weather', '**Call of weather**\n\nIt is sunny.', '```\n**Call of weather**\n```'])(
  'of %j it is known that it calls none',
  (text) => expect(showsToolCall(text)).toBe(false),
)

test('a result has the name of its tool, where that is known', () => {
  expect(writeToolResult('weather', 'sunny')).toBe('Result of weather:\n\nsunny')
  expect(writeToolResult(null, 'sunny')).toBe('Result:\n\nsunny')
})
