import type { TargetWindow } from '@chatmore/db'
import { describe, expect, it } from 'vitest'
import { chooseTargets, toTitle } from './send-message.ts'

function window(id: string, useGlobalInput = true): TargetWindow {
  const model = { id: 'm', name: 'GPT', enabled: true, isDemo: false, removed: false }
  return { id, name: id, useGlobalInput, model, runningMessageId: null, nextSeq: 1 }
}

const windows = [window('a'), window('b', false), window('c')]
const choose = (initialBroadcastDone: boolean, windowIds?: string[]) =>
  chooseTargets({ initialBroadcastDone }, windows, windowIds).map(({ id }) => id)

describe('the windows that a message goes to', () => {
  it.each([undefined, ['a'], ['nowhere']])(
    'are all for the first input, even where it names %j',
    (windowIds) => {
      expect(choose(false, windowIds)).toEqual(['a', 'b', 'c'])
    },
  )

  it('are those that take the global input, later', () => {
    expect(choose(true)).toEqual(['a', 'c'])
  })

  it('are those that are named, later, whether they take the global input or not', () => {
    expect(choose(true, ['c', 'b', 'b'])).toEqual(['b', 'c'])
  })

  it('must be of the session', () => {
    expect(() => choose(true, ['a', 'nowhere'])).toThrow('does not exist')
  })

  it('must be some', () => {
    expect(() => chooseTargets({ initialBroadcastDone: false }, [], undefined)).toThrow('has no window')
    const silent = [window('a', false)]
    expect(() => chooseTargets({ initialBroadcastDone: true }, silent, undefined)).toThrow('no window takes')
  })
})

it.each([
  ['is the first line', 'Hello there\nsecond', 'Hello there'],
  ['skips empty lines', '\n  \n\tx  y \n', 'x y'],
  ['has 60 characters at most', 'x'.repeat(100), 'x'.repeat(60)],
  ['cuts no character in two', '😀'.repeat(100), '😀'.repeat(60)],
])('the title of a first input %s', (_what, content, title) => {
  expect(toTitle(content)).toBe(title)
})
