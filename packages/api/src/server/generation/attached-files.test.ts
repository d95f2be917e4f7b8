import { expect, it } from 'vitest'
import { listSent, putFilesIn, sumFileTokens, toChatMessage } from './attached-files.ts'
import type { ContextMessage } from './ports.ts'

const photo = {
  id: 'photo',
  name: 'cat.png',
  mediaType: 'image/png',
  size: 3,
  width: 640,
  height: 480,
  tokens: 425,
}
const notes = { id: 'notes', name: 'notes.txt', mediaType: 'text/plain', size: 5, tokens: 2 }
const files = new Map([
  ['photo', Buffer.from('png')],
  ['notes', Buffer.from('Dear Ada ```\n')],
])
const input: ContextMessage = { role: 'user', content: 'What is this?', attachments: [photo, notes], seq: 1 }
const quoted = '<<<file notes.txt>>>\nDear Ada ```\n<<<end of file notes.txt>>>'
const leftOut = '[The image cat.png was left out: this model is not sent images.]'

it('quotes a text file with its name, and tells a model without eyes which image was left out', () => {
  const showing = { vision: false, files: new Map([['notes', files.get('notes')!]]) }
  const content = `What is this?\n\n${leftOut}\n\n${quoted}`
  expect(putFilesIn(input, showing)).toEqual({ role: 'user', content })
  expect(toChatMessage(input, showing)).toEqual({ role: 'user', content })
})

it('sends images beside the text to a model that sees them', () => {
  const showing = { vision: true, files }
  const content = `What is this?\n\n${quoted}`
  expect(putFilesIn(input, showing)).toEqual({ role: 'user', content, images: [photo] })
  expect(toChatMessage(input, showing).content).toEqual([
    { type: 'text', text: content },
    { type: 'image', mediaType: 'image/png', bytes: Buffer.from('png'), tokens: 425 },
  ])
})

it('sends an image without a word alone', () => {
  const message = { ...input, content: '', attachments: [photo] }
  expect(toChatMessage(message, { vision: true, files }).content).toHaveLength(1)
  expect(toChatMessage(message, { vision: false, files }).content).toBe(leftOut)
})

it('says that a file is gone', () => {
  const none = { vision: true, files: new Map<string, Buffer>() }
  const content = 'What is this?\n\n[The file cat.png is gone.]\n\n[The file notes.txt is gone.]'
  expect(toChatMessage(input, none)).toEqual({ role: 'user', content })
})

it('leaves a message without files as it is', () => {
  const plain = { role: 'user' as const, content: 'Hi', seq: 1 }
  expect(toChatMessage(plain, { vision: true, files })).toEqual({ role: 'user', content: 'Hi' })
  expect(sumFileTokens(plain, true)).toBe(0)
})

it('lists the files whose bytes are needed, and counts what is shown of them', () => {
  expect(listSent([input], true)).toEqual([photo, notes])
  expect(listSent([input], false)).toEqual([notes])
  expect(sumFileTokens(input, true) - sumFileTokens(input, false)).toBe(photo.tokens)
})
