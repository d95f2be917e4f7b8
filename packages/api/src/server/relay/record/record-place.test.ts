import type { HistoryRow, TargetWindow } from '@chatmore/db'
import { expect, test } from 'vitest'
import type { Told } from './record-images.ts'
import { findPlace, isAwaited } from './record-place.ts'

/** `user: a` is an input, `done: b` an answer to the one before it with that status, `done2: c` its second attempt. */
function toRows(entries: string[]): HistoryRow[] {
  let input = ''
  return entries.map((entry, index) => {
    const [kind = '', content = ''] = entry.split(': ')
    const id = `message-${index + 1}`
    const shared = { id, seq: index + 1, content }
    if (kind === 'user') {
      input = id
      return { ...shared, role: 'user', status: 'done', replyToId: null, attempt: 1 }
    }
    const status = kind.replace(/\d$/, '') as HistoryRow['status']
    return { ...shared, role: 'assistant', status, replyToId: input, attempt: Number(/\d$/.exec(kind) ?? 1) }
  })
}

const toTold = (entry: string): Told => {
  const [role = '', content = ''] = entry.split(': ')
  return { role: role as Told['role'], content, images: [] }
}

interface Window {
  entries: string[]
  running?: boolean
}

/** The place of the window that is found, and the answer that failed. */
function find(windows: Window[], history: string[], input = 'user: next') {
  const targets = windows.map(({ running = false }, index) => ({
    id: String(index),
    runningMessageId: running ? 'running' : null,
  }))
  const histories = new Map(windows.map(({ entries }, index) => [String(index), toRows(entries)]))
  const turn = { history: history.map(toTold), input: toTold(input) }
  const place = findPlace(targets as TargetWindow[], histories, turn)
  return place && [Number(place.window.id), place.failedId]
}

const asked = ['user: a', 'assistant: b']

type Found = [windowIndex: number, failedId: string | null] | null

test.each<[string, Window[], string[], Found]>([
  ['an empty window takes what has no history', [{ entries: [] }], [], [0, null]],
  [
    'the first window with the same history is taken',
    [{ entries: [] }, { entries: ['user: a', 'done: b'] }],
    asked,
    [1, null],
  ],
  ['blanks around a text do not tell it apart', [{ entries: ['user: a ', 'done: \nb'] }], asked, [0, null]],
  ['another text does', [{ entries: ['user: a', 'done: B'] }], asked, null],
  ['a longer history does', [{ entries: ['user: a', 'done: b', 'user: c'] }], asked, null],
  ['an answer that was cut short is one', [{ entries: ['user: a', 'stopped: b'] }], asked, [0, null]],
  [
    'of several attempts the last with text counts',
    [{ entries: ['user: a', 'done: c', 'done2: b', 'error3: '] }],
    asked,
    [0, null],
  ],
  [
    'a window that is being written is not taken',
    [{ entries: ['user: a', 'done: b'], running: true }],
    asked,
    null,
  ],
  ['an input that failed is tried again', [{ entries: ['user: next', 'error: half'] }], [], [0, 'message-2']],
  [
    'better than put behind the same history elsewhere',
    [{ entries: [] }, { entries: ['user: next', 'stopped: '] }],
    [],
    [1, 'message-2'],
  ],
  [
    'of several attempts the last is the failed one',
    [{ entries: ['user: next', 'error: ', 'interrupted2: '] }],
    [],
    [0, 'message-3'],
  ],
  [
    'an input that was answered is not tried again',
    [{ entries: ['user: next', 'error: ', 'done2: b'] }],
    [],
    null,
  ],
  ['nor is one with another history', [{ entries: ['user: z', 'user: next', 'error: '] }], ['user: a'], null],
])('%s', (...[, windows, history, expected]) => {
  expect(find(windows, history)).toEqual(expected)
})

test('images are told apart by their kind and size', () => {
  const attachment = { id: 'file', name: 'a.png', mediaType: 'image/png', size: 3, tokens: 1 }
  const rows: HistoryRow[] = [{ ...toRows(['user: a'])[0]!, attachments: [attachment] }]
  const window = { id: '0', runningMessageId: null } as TargetWindow
  const isFound = (mediaType: string, size: number) => {
    const facts = { mediaType, size, width: 1, height: 1, tokens: 1 }
    const told: Told = { role: 'user', content: 'a', images: [{ bytes: Buffer.alloc(size), facts }] }
    const turn = { history: [told], input: toTold('user: b') }
    return findPlace([window], new Map([['0', rows]]), turn) !== null
  }
  expect([isFound('image/png', 3), isFound('image/gif', 3), isFound('image/png', 4)]).toEqual([
    true,
    false,
    false,
  ])
})

test.each<[string, string[], string[], boolean]>([
  ['is awaited by what goes on with it', ['user: a', 'streaming: '], asked, true],
  ['also as another attempt', ['user: a', 'stopped: half', 'streaming2: b'], asked, true],
  ['is not by what goes on with an earlier attempt', ['user: a', 'done: b', 'streaming2: '], asked, false],
  ['is not by what is asked beside it', ['user: a', 'done: b', 'user: c', 'streaming: '], asked, false],
  ['is not by what has another history', ['user: z', 'streaming: '], asked, false],
  ['is none once it has ended', ['user: a', 'done: c'], asked, false],
])('an answer under way %s', (...[, entries, history, expected]) => {
  const rows = toRows(entries)
  const runningMessageId = rows.find(({ status }) => status === 'streaming')?.id ?? null
  const window = { id: '0', runningMessageId } as TargetWindow
  const turn = { history: history.map(toTold), input: toTold('user: next') }
  expect(isAwaited([window], new Map([['0', rows]]), turn)).toBe(expected)
})
