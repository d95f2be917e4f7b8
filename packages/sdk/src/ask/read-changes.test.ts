import type { ChatWindow, Message } from '@chatmore/api/contract'
import { describe, expect, it } from 'vitest'
import type { AskStartEvent } from './asking.ts'
import { createProgress } from './progress.ts'
import { createChangeReader } from './read-changes.ts'

const windows = [{ id: 'w1' }, { id: 'w2' }] as ChatWindow[]
const event: AskStartEvent = { type: 'start', sessionId: 's', broadcastGroupId: 'g', windows }
const turns = windows.map(({ id }) => ({
  windowId: id,
  userMessageId: `u-${id}`,
  assistantMessageId: `a-${id}`,
}))

const answer = (windowId: string, fields: Partial<Message> = {}) =>
  ({ id: `a-${windowId}`, windowId, content: '', reasoning: '', status: 'pending', ...fields }) as Message

function open() {
  const progress = createProgress()
  return {
    progress,
    read: createChangeReader(progress),
    tell: (message: Message) => progress.apply({ type: 'message', message }),
    grow: (windowId: string, text: string, at: number) =>
      progress.apply({ type: 'delta', messageId: `a-${windowId}`, windowId, channel: 'content', at, text }),
  }
}

describe('a reader of changes', () => {
  it('says nothing before the server has the input, and then that first', () => {
    const { progress, read, tell } = open()
    tell(answer('w1'))
    expect(read()).toEqual([])
    progress.start({ event, turns })
    expect(read()).toEqual([event, { type: 'status', window: windows[0], status: 'pending', waiting: null }])
    expect(read()).toEqual([])
  })

  it('gives a loop that was slow what it missed in one piece, each window’s apart', () => {
    const { progress, read, tell, grow } = open()
    progress.start({ event, turns })
    tell(answer('w1', { status: 'streaming' }))
    tell(answer('w2', { status: 'streaming', reasoning: 'hm' }))
    read()
    grow('w1', 'Hel', 0)
    grow('w2', 'Moin', 0)
    grow('w1', 'lo', 3)
    expect(read()).toEqual([
      { type: 'delta', window: windows[0], channel: 'content', text: 'Hello' },
      { type: 'delta', window: windows[1], channel: 'content', text: 'Moin' },
    ])
    grow('w1', 'Hello!', 0)
    expect(read()).toEqual([{ type: 'delta', window: windows[0], channel: 'content', text: '!' }])
  })

  it('tells of a place in the queue as it changes, and ends each answer once', () => {
    const { progress, read, tell } = open()
    progress.start({ event, turns })
    tell(answer('w1', { waiting: 2 }))
    expect(read()).toMatchObject([event, { status: 'pending', waiting: 2 }])
    tell(answer('w1', { waiting: 1 }))
    expect(read()).toMatchObject([{ status: 'pending', waiting: 1 }])
    const ended = answer('w1', { status: 'error', content: 'So far', errorCode: 'CONNECTION_LOST' })
    tell(ended)
    expect(read()).toEqual([
      { type: 'delta', window: windows[0], channel: 'content', text: 'So far' },
      { type: 'end', window: windows[0], answer: ended },
    ])
    tell(ended)
    expect(read()).toEqual([])
  })

  it('is complete when every answer has ended or is gone, and knows which ended unseen', () => {
    const { progress, tell } = open()
    progress.start({ event, turns })
    expect(progress.unknown()).toEqual(turns)
    tell(answer('w1', { status: 'done' }))
    tell(answer('w2', { status: 'streaming' }))
    expect([progress.unknown(), progress.isComplete()]).toEqual([[], false])
    progress.apply({ type: 'sync', messages: [] })
    expect(progress.unknown()).toEqual([turns[1]])
    progress.lose('a-w2')
    expect([progress.unknown(), progress.isComplete()]).toEqual([[], true])
    expect(progress.find('a-w2')).toBeUndefined()
  })
})
