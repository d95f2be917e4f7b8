import { describe, expect, it } from 'vitest'
import { buildUserMessage } from '../../message/testing/build-message.ts'
import { buildSession } from '../../window/testing/build-window.ts'
import type { OutgoingMessage } from '../outgoing-message.ts'
import { chooseTargets } from './choose-targets.ts'
import { isArrived } from './is-arrived.ts'

const { windows } = buildSession()
const mixed = windows.map((window, index) => ({ ...window, useGlobalInput: index > 0 }))
const silent = windows.map((window) => ({ ...window, useGlobalInput: false }))

describe('chooseTargets', () => {
  it.each([
    ['all windows', { windows, isFirst: false, onlyWindowId: null }, 3, undefined, { kind: 'all' }],
    [
      'those switched to the shared input',
      { windows: mixed, isFirst: false, onlyWindowId: null },
      2,
      ['window-2', 'window-3'],
      { kind: 'some', count: 2, total: 3 },
    ],
    [
      'one window alone',
      { windows, isFirst: false, onlyWindowId: 'window-2' },
      1,
      ['window-2'],
      { kind: 'one', name: 'deepseek' },
    ],
    [
      'all again when the chosen window is gone',
      { windows, isFirst: false, onlyWindowId: 'gone' },
      3,
      undefined,
      { kind: 'all' },
    ],
    [
      'every window with the first input, whatever is chosen',
      { windows: mixed, isFirst: true, onlyWindowId: 'window-2' },
      3,
      undefined,
      { kind: 'all' },
    ],
    ['none', { windows: silent, isFirst: false, onlyWindowId: null }, 0, [], { kind: 'none' }],
  ])('reaches %s', (...[_name, choice, count, windowIds, reach]) => {
    const targets = chooseTargets(choice)
    expect(targets.windows).toHaveLength(count)
    expect(targets.windowIds).toEqual(windowIds)
    expect(targets.reach).toEqual(reach)
  })
})

describe('isArrived', () => {
  const outgoing: OutgoingMessage = {
    clientMessageId: 'client-1',
    sessionId: 'session-1',
    content: 'Why is the sky blue?\u0000',
    windowIds: undefined,
    shownIn: ['window-1'],
    lastSeqs: { 'window-1': 4 },
    draftKey: 'all',
    sentAt: 0,
    state: 'sending',
  }
  const turns = [{ windowId: 'window-1', userMessageId: 'user-9', assistantMessageId: 'answer-9' }]

  it.each([
    ['the same text among what came since', outgoing, buildUserMessage({ seq: 5 }), true],
    ['the same text from before', outgoing, buildUserMessage({ seq: 3 }), false],
    [
      'the same text while it waits its turn: that is another message',
      { ...outgoing, state: 'queued' as const },
      buildUserMessage({ seq: 5 }),
      false,
    ],
    ['another text', outgoing, buildUserMessage({ seq: 5, content: 'Else' }), false],
    [
      'the message that the server named',
      { ...outgoing, turns },
      buildUserMessage({ id: 'user-9', content: 'Else' }),
      true,
    ],
    ['another message than the server named', { ...outgoing, turns }, buildUserMessage({ seq: 5 }), false],
  ])('looks for %s', (...[_name, sent, message, expected]) => {
    expect(isArrived(sent, 'window-1', [message])).toBe(expected)
  })
})
