import { describe, expect, it } from 'vitest'
import { buildAttachment } from '../../attachment/testing/build-attachment.ts'
import { buildMessage, buildUserMessage } from '../testing/build-message.ts'
import { keepFurtherAlong } from './keep-further-along.ts'
import { listMessages, mergePages, putMessage, type MessagePages } from './message-pages.ts'

const user = buildUserMessage()
const running = buildMessage({ status: 'streaming', content: 'The sky' })
const ended = buildMessage()

function toPages(...pages: (typeof user)[][]): MessagePages {
  return {
    pages: pages.map((items, index) => ({
      items,
      nextCursor: index < pages.length - 1 ? String(index) : null,
    })),
    pageParams: pages.map((_page, index) => (index === 0 ? null : String(index - 1))),
  }
}

describe('keepFurtherAlong', () => {
  it.each([
    ['an ended answer over a running one', ended, running, ended],
    ['a newly ended answer', running, ended, ended],
    [
      'the longer text of two running copies',
      buildMessage({ ...running, content: 'The sky is' }),
      running,
      'known',
    ],
    ['more text of a running answer', running, buildMessage({ ...running, content: 'The sky is' }), 'fresh'],
    ['a change of an ended answer', ended, buildMessage({ superseded: true }), 'fresh'],
    ['the same object when nothing is new', ended, buildMessage(), 'known'],
    [
      'the same object where the files are copies',
      buildMessage({ attachments: [buildAttachment()] }),
      buildMessage({ attachments: [buildAttachment()] }),
      'known',
    ],
  ])('keeps %s', (...[_name, known, fresh, expected]) => {
    const kept = keepFurtherAlong(known, fresh)
    expect(kept).toBe(expected === 'known' ? known : expected === 'fresh' ? fresh : expected)
  })
})

describe('mergePages', () => {
  it('keeps what a watch event told over an older read', () => {
    const known = toPages([user, ended])
    expect(listMessages(mergePages(known, toPages([user, running])))).toEqual([user, ended])
  })

  it('keeps messages that are newer than the read', () => {
    const late = buildMessage({ id: 'answer-2', seq: 4 })
    const merged = mergePages(toPages([user, ended, late]), toPages([user, ended]))
    expect(listMessages(merged)).toEqual([user, ended, late])
  })

  it('keeps the objects of messages that did not change', () => {
    const merged = mergePages(toPages([user, ended]), toPages([{ ...user }, { ...ended }]))
    expect(listMessages(merged)[0]).toBe(user)
    expect(listMessages(merged)[1]).toBe(ended)
  })

  it('takes the read as it is when nothing was known', () => {
    const fresh = toPages([user])
    expect(mergePages(undefined, fresh)).toBe(fresh)
  })
})

describe('putMessage', () => {
  it('adds a new message to the newest page', () => {
    const late = buildMessage({ id: 'answer-9', seq: 9 })
    const pages = putMessage(toPages([ended], [user]), late)
    expect(pages.pages[0]?.items).toEqual([ended, late])
  })

  it('replaces a message on whatever page it is', () => {
    const pages = putMessage(toPages([buildUserMessage({ id: 'user-2', seq: 3 })], [user, running]), ended)
    expect(pages.pages[1]?.items).toEqual([user, ended])
  })

  it('starts the pages where nothing was read yet', () => {
    expect(listMessages(putMessage(undefined, user))).toEqual([user])
  })
})

describe('listMessages', () => {
  it('gives each message once, oldest first, whatever the pages overlap', () => {
    expect(listMessages(toPages([running, ended], [user, ended]))).toEqual([user, ended])
  })
})
