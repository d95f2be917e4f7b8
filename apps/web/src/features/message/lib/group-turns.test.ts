import { describe, expect, it } from 'vitest'
import { buildMessage, buildUserMessage } from '../testing/build-message.ts'
import { groupTurns } from './group-turns.ts'

const first = buildUserMessage({ id: 'u1', seq: 1 })
const firstAnswer = buildMessage({ id: 'a1', seq: 2, replyToId: 'u1' })
const second = buildUserMessage({ id: 'u2', seq: 3 })
const secondAnswer = buildMessage({ id: 'a2', seq: 4, replyToId: 'u2' })
const retry = buildMessage({ id: 'a1-2', seq: 5, replyToId: 'u1', attempt: 2 })

function describeTurns(messages: Parameters<typeof groupTurns>[0]) {
  return groupTurns(messages).map((turn) => [
    turn.user?.id ?? null,
    ...turn.attempts.map((answer) => answer.id),
  ])
}

describe('groupTurns', () => {
  it.each([
    ['nothing', [], []],
    [
      'each answer with its question',
      [first, firstAnswer, second, secondAnswer],
      [
        ['u1', 'a1'],
        ['u2', 'a2'],
      ],
    ],
    [
      'a later attempt with the turn it belongs to',
      [first, firstAnswer, second, secondAnswer, retry],
      [
        ['u1', 'a1', 'a1-2'],
        ['u2', 'a2'],
      ],
    ],
    ['a question without an answer yet', [first, firstAnswer, second], [['u1', 'a1'], ['u2']]],
    [
      'an answer whose question is on an older page, at its place',
      [firstAnswer, second, secondAnswer],
      [
        [null, 'a1'],
        ['u2', 'a2'],
      ],
    ],
    ['no later attempt whose question is on an older page', [second, secondAnswer, retry], [['u2', 'a2']]],
    ['no system message', [buildUserMessage({ id: 's', role: 'system' }), second], [['u2']]],
  ])('shows %s', (_name, messages, expected) => {
    expect(describeTurns(messages)).toEqual(expected)
  })
})
