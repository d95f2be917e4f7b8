import { expect, test } from 'vitest'
import { tapAnswer } from './tap-answer.ts'

const event = (...choices: object[]) => Buffer.from(`data: ${JSON.stringify({ choices })}\n\n`)
const text = (index: number) => event({ index, delta: { content: `${index}` }, finish_reason: null })
const end = (index: number) => ({ index, delta: {}, finish_reason: 'stop' })

/** Whether an answer of so many choices is finished after each of these pieces. */
function follow(choices: number, ...pieces: Buffer[]): boolean[] {
  const tap = tapAnswer(() => {}, choices)
  return pieces.map((piece) => {
    tap.push(piece)
    return tap.isFinished()
  })
}

test('an answer of several choices is finished with the last of them, whichever that is', () => {
  expect(follow(1, text(0), event(end(0)))).toEqual([false, true])
  expect(follow(2, text(0), event(end(0)), text(1), event(end(1)))).toEqual([false, false, false, true])
  expect(follow(2, event(end(1)), event(end(1)), event(end(0)))).toEqual([false, false, true])
  expect(follow(2, event(end(0), end(1)))).toEqual([true])
})

test('an answer that says so is finished, however many choices were asked for', () => {
  expect(follow(2, event(end(0)), Buffer.from('data: [DONE]\n\n'))).toEqual([false, true])
})

test('of several choices the first is what is read', () => {
  const tap = tapAnswer(() => {}, 2)
  for (const piece of [text(1), text(0), text(1), event(end(0)), event(end(1))]) tap.push(piece)
  expect(tap.read()).toMatchObject({ content: '0', finishReason: 'stop', isIncomplete: false, error: null })
})
