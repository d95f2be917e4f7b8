import { expect, test } from 'vitest'
import { withoutThinking } from '../answer/without-thinking.ts'
import { followAnswer } from './follow-answer.ts'

const event = (choice: object) => `data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`

function follow(text: string) {
  const said = { content: '', reasoning: '' }
  const follower = followAnswer((channel, piece) => void (said[channel] += piece))
  for (const byte of Buffer.from(text)) follower.push(Buffer.from([byte]))
  const isFinished = follower.isFinished()
  return { tools: follower.end(), isFinished, ...said }
}

test('gives out a stream piece by piece, and puts the calls of tools together', () => {
  const call = (index: number, made: object) => event({ delta: { tool_calls: [{ index, function: made }] } })
  const text = [
    event({ delta: { reasoning_content: 'Hm. ' } }),
    event({ delta: { content: 'Let me look. ❤' } }),
    `data: ${JSON.stringify({ choices: [{ index: 1, delta: { content: 'Another choice' } }] })}\n\n`,
    call(0, { name: 'weather', arguments: '{"city":' }),
    call(1, { name: 'time', arguments: '{}' }),
    call(0, { arguments: '"Rome"}' }),
    event({ delta: {}, finish_reason: 'tool_calls' }),
  ].join('')
  expect(follow(text)).toEqual({
    ...{ content: 'Let me look. ❤', reasoning: 'Hm. ', isFinished: true },
    tools: [
      { name: 'weather', arguments: '{"city":"Rome"}' },
      { name: 'time', arguments: '{}' },
    ],
  })
})

test('follows an answer in one piece, whatever its calls are called', () => {
  const message = {
    content: null,
    function_call: { name: 'old', arguments: '1' },
    tool_calls: [
      { id: 'a', function: { name: 'one', arguments: '2' } },
      { id: 'b', function: { name: 'two' } },
    ],
  }
  expect(follow(JSON.stringify({ choices: [{ message }] })).tools).toEqual([
    { name: 'old', arguments: '1' },
    { name: 'one', arguments: '2' },
    { name: 'two', arguments: '' },
  ])
})

test('keeps what was said before something went wrong', () => {
  const text =
    event({ delta: { content: 'Half' } }) + 'data: {"error":{"message":"broken"}}\n\ndata: [DONE]\n\n'
  expect(follow(text)).toMatchObject({ content: 'Half', tools: [] })
  expect(follow('<html>')).toMatchObject({ content: '', tools: [] })
})

test.each([
  ['<think>Hm</think>\n\nYes', 'Yes'],
  ['Yes <think>no</think>', 'Yes <think>no</think>'],
  ['<think>never ends', ''],
  ['', ''],
])('of %j the answer is %j', (text, answer) => {
  expect(withoutThinking(text)).toBe(answer)
})
