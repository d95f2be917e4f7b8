import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { buildAttachment } from '../attachment/testing/build-attachment.ts'
import { toDraftKey, useDrafts } from './drafts-store.ts'

const key = toDraftKey('session-1', null)
const photo = buildAttachment({ id: 'photo' })
const plan = buildAttachment({ id: 'plan' })

/** As after a reload: what is stored is all that there is. */
function openDrafts() {
  setActivePinia(createPinia())
  return useDrafts()
}

describe('drafts', () => {
  beforeEach(() => localStorage.clear())

  it('survive a reload, each box its own', () => {
    const drafts = openDrafts()
    drafts.write(key, { text: 'To all' })
    drafts.write(toDraftKey('session-1', 'window-1'), { text: 'To one' })
    const reloaded = openDrafts()
    expect(reloaded.read(key).text).toBe('To all')
    expect(reloaded.read(toDraftKey('session-1', 'window-1')).text).toBe('To one')
    expect(reloaded.read(toDraftKey('session-2', null)).text).toBe('')
  })

  it('keep their files over a reload, also without a text, until the last one is taken off', () => {
    openDrafts().attach(key, photo)
    openDrafts().attach(key, plan)
    expect(openDrafts().read(key)).toEqual({ text: '', attachments: [photo, plan] })
    openDrafts().detach(key, ['photo'])
    expect(openDrafts().read(key).attachments).toEqual([plan])
    openDrafts().detach(key, ['plan'])
    expect(localStorage.length).toBe(0)
  })

  it('leave nothing behind when they are empty', () => {
    const drafts = openDrafts()
    drafts.write(key, { text: 'To all' })
    drafts.write(key, { text: '' })
    expect(localStorage.length).toBe(0)
  })

  it('take a text back with the id under which the server may have it', () => {
    const drafts = openDrafts()
    drafts.giveBack(key, { content: 'Hello', attachments: [photo], unsureId: 'client-message-1' })
    expect(openDrafts().read(key)).toEqual({
      text: 'Hello',
      attachments: [photo],
      unsure: { clientMessageId: 'client-message-1', content: 'Hello', attachmentIds: ['photo'] },
    })
  })

  it('keep what was typed meanwhile behind a text that comes back', () => {
    const drafts = openDrafts()
    drafts.write(key, { text: 'And another', attachments: [plan] })
    drafts.giveBack(key, { content: 'Hello', attachments: [photo], unsureId: 'client-message-1' })
    expect(drafts.read(key)).toEqual({
      text: 'Hello\n\nAnd another',
      attachments: [photo, plan],
      unsure: undefined,
    })
  })

  it('start empty when what is stored makes no sense', () => {
    for (const text of [
      'not json',
      '3',
      '{"text": 5}',
      '{"text": "a", "attachments": "b"}',
      '{"text": "a", "attachments": [{"id": 3}]}',
    ]) {
      localStorage.setItem(`chatmore.draft.${key}`, text)
      expect(openDrafts().read(key)).toEqual({ text: '' })
    }
  })
})
