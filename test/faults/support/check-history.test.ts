import { applyWatchEvent, emptyWatchState, type Message, type WatchEvent } from '@chatmore/api/contract'
import { describe, expect, test } from 'vitest'
import { checkHistory, type History, type SendRecord } from './check-history.ts'
import { scriptedText, toContent } from './script.ts'
import { createShownTexts } from './shown-texts.ts'

const content = toContent({ key: 'k1', words: 4, everyMs: 0 })
const whole = (model: string) => scriptedText(model, content)!

function message(values: Partial<Message>): Message {
  return {
    sessionId: 's',
    windowId: 'a',
    role: 'assistant',
    content: '',
    status: 'done',
    attempt: 1,
    ...values,
  } as Message
}

function turn(model: string): Message[] {
  const place = { windowId: model, modelName: model }
  return [
    message({ ...place, id: `${model}-user`, seq: 1, role: 'user', content }),
    message({ ...place, id: `${model}-answer`, seq: 2, replyToId: `${model}-user`, content: whole(model) }),
  ]
}

/** Two windows that were sent one message and answered it, as one watcher saw it. */
function goodHistory() {
  const turns = ['a', 'b'].map((model) => ({
    windowId: model,
    userMessageId: `${model}-user`,
    assistantMessageId: `${model}-answer`,
  }))
  const send: SendRecord = {
    sessionId: 's',
    clientMessageId: 'send-k1',
    content,
    outcome: 'ok',
    result: { broadcastGroupId: 'g', turns },
  }
  const windows = ['a', 'b'].map((model) => ({ id: model, messages: turn(model) }))
  return { send, windows, answer: windows[0]!.messages[1]! }
}
type Parts = ReturnType<typeof goodHistory>

/** What the oracle says of a good history after one thing was changed, and what a watcher was shown besides. */
function judge(spoil: (parts: Parts) => void, events: WatchEvent[] = []): string[] {
  const parts = goodHistory()
  spoil(parts)
  const shown = createShownTexts('s')
  let state = emptyWatchState
  for (const event of events) {
    state = applyWatchEvent(state, event)
    shown.note(event, state)
  }
  const history: History = {
    sends: [parts.send],
    watchers: [shown],
    sessions: [{ id: 's', windows: parts.windows }],
  }
  return checkHistory(history).map((problem) => problem.slice(0, 2))
}

const nothing = () => undefined
const text = whole('a')
const start = message({ id: 'a-answer', status: 'streaming', content: text.slice(0, 10) })
const sync = (answer: Message): WatchEvent => ({ type: 'sync', messages: [answer] })
const delta = (at: number, piece: string): WatchEvent => ({
  type: 'delta',
  messageId: 'a-answer',
  windowId: 'a',
  channel: 'content',
  at,
  text: piece,
})

describe('the oracle', () => {
  test('has nothing to say of a good history', () => {
    const events = [sync(start), delta(10, text.slice(10, 20)), delta(20, text.slice(20))]
    expect(judge(nothing, events)).toEqual([])
  })

  test.each<[string, string, (parts: Parts) => void]>([
    [
      'an acknowledged message that is lost',
      'C1',
      ({ windows }) => windows.forEach((each) => (each.messages = [])),
    ],
    [
      'an acknowledged message under another id',
      'C1',
      ({ windows }) => (windows[0]!.messages[0]!.id = 'other'),
    ],
    ['a message that is in one window only', 'P1', ({ windows }) => (windows[0]!.messages = [])],
    [
      'a message that is there twice',
      'C2',
      ({ windows }) => windows[0]!.messages.push(message({ ...turn('a')[0], id: 'again', seq: 3 })),
    ],
    ['a refused message that is there', 'C2', ({ send }) => ((send.outcome = 'fail'), delete send.result)],
    [
      'a second row for one attempt',
      'C3',
      ({ windows }) => windows[0]!.messages.push(message({ ...turn('a')[1], id: 'again', seq: 3 })),
    ],
    [
      'two answers that both count',
      'C3',
      ({ windows }) =>
        windows[0]!.messages.push(message({ ...turn('a')[1], id: 'again', seq: 3, attempt: 2 })),
    ],
    ['an input without an answer', 'C3', ({ windows }) => windows[0]!.messages.pop()],
    ['a lost word', 'C5', ({ answer }) => (answer.content = text.replace('k1.a.1 ', ''))],
    ['a repeated word', 'C5', ({ answer }) => (answer.content = text.replace('k1.a.1 ', 'k1.a.1 k1.a.1 '))],
    [
      'two words in the wrong order',
      'C5',
      ({ answer }) => (answer.content = text.replace('k1.a.1 k1.a.2 ', 'k1.a.2 k1.a.1 ')),
    ],
    ['a word of another window', 'C5', ({ answer }) => (answer.content = text.replace('k1.a.1', 'k1.b.1'))],
    ['a done answer that is cut short', 'C5', ({ answer }) => (answer.content = text.slice(0, -1))],
    ['a zombie', 'C6', ({ answer }) => (answer.status = 'streaming')],
  ])('finds %s', (_what, code, spoil) => {
    expect(judge(spoil)).toContain(code)
  })

  test('finds an answer that is done although its model broke off', () => {
    const broken = toContent({ key: 'k1', words: 4, everyMs: 0, ending: 'cut' })
    const problems = judge(({ windows, send }) => {
      send.content = broken
      for (const each of windows) each.messages[0]!.content = broken
    })
    expect(problems).toEqual(['C5', 'C5'])
  })

  test.each<[string, WatchEvent[]]>([
    ['a shown text that grew shorter', [sync(start), sync({ ...start, content: text.slice(0, 5) })]],
    ['a shown text that became another', [sync(start), sync({ ...start, content: `x${text}` })]],
    ['a shown piece that is not stored', [sync(start), delta(10, 'never written')]],
    ['a shown piece that came twice', [sync(start), delta(10, text.slice(5, 10))]],
  ])('finds %s', (_what, events) => {
    expect(judge(nothing, events)).toContain('C4')
  })

  test('lets only a whole copy take back what was shown, and only where the owner died', () => {
    const interrupted = ({ answer }: Parts) =>
      Object.assign(answer, { status: 'interrupted', content: text.slice(0, 5) })
    const copy = sync({ ...start, content: text.slice(0, 5) })
    expect(judge(interrupted, [sync(start), copy])).toEqual([])
    expect(judge(interrupted, [sync(start), sync({ ...start, content: 'x' })])).toContain('C4')
    expect(judge(({ answer }) => (answer.status = 'stopped'), [sync(start), copy])).toContain('C4')
  })

  test('takes an unknown send as it is: there once, or not at all', () => {
    const unknown = ({ send }: Parts) => ((send.outcome = 'unknown'), delete send.result)
    expect(judge(unknown)).toEqual([])
    const gone = (parts: Parts) => (unknown(parts), parts.windows.forEach((each) => (each.messages = [])))
    expect(judge(gone)).toEqual([])
  })
})
