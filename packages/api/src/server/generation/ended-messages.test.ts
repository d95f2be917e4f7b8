import { describe, expect, it } from 'vitest'
import { EndedMessages } from './ended-messages.ts'
import { buildMessage } from './testing/build-message.ts'

const ended = (id: string, length = 10) => buildMessage({ id, status: 'done', content: 'x'.repeat(length) })

describe('the messages that ended lately', () => {
  it('are known by id after their bodies were let go', () => {
    const messages = new EndedMessages()
    messages.add(ended('a'))
    messages.release('a')
    expect([messages.has('a'), messages.find('a')]).toEqual([true, undefined])
  })

  it('have the latest copy', () => {
    const messages = new EndedMessages()
    messages.add(ended('a'))
    messages.add({ ...ended('a'), superseded: true })
    expect(messages.find('a')?.superseded).toBe(true)
  })

  it('keep no more text than a million units, the oldest going first', () => {
    const messages = new EndedMessages()
    for (const id of ['a', 'b', 'c']) messages.add(ended(id, 400_000))
    expect(['a', 'b', 'c'].map((id) => messages.find(id) !== undefined)).toEqual([false, true, true])
  })

  it('keep the newest whatever its length, so that it can be shown at all', () => {
    const messages = new EndedMessages()
    messages.add(ended('a', 3_000_000))
    expect(messages.find('a')).toBeDefined()
    messages.add(ended('b'))
    expect([messages.find('a'), messages.find('b')?.id]).toEqual([undefined, 'b'])
  })

  it('are forgotten in the end', () => {
    const messages = new EndedMessages()
    for (let number = 0; number < 1001; number += 1) messages.add(ended(`m${number}`))
    expect([messages.has('m0'), messages.has('m1')]).toEqual([false, true])
  })
})
