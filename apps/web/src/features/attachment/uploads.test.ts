import { MAX_ATTACHMENTS, MAX_ATTACHMENTS_BYTES, type Attachment } from '@chatmore/api/contract'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toAppError } from '../../shared/api/to-app-error.ts'
import { buildAttachment } from './testing/build-attachment.ts'
import { stubUploads } from './testing/fake-uploads.ts'
import { createUploads, type Uploads } from './uploads.ts'

const KEY = 'session-1.all'
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const image = (name: string) => new File([PNG], name)
const text = (name: string, content = 'Dear Ada') => new File([content], name)

let attached: Attachment[]
let sent: ReturnType<typeof stubUploads>
let uploads: Uploads
const revoked = vi.fn()

beforeEach(() => {
  attached = []
  sent = stubUploads()
  revoked.mockReset()
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:preview')
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(revoked)
  uploads = createUploads({
    listAttached: () => attached,
    onUploaded: (_key, attachment) => void attached.push(attachment),
  })
})
afterEach(() => {
  uploads.dispose()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** A call takes its turns through modules that are loaded when they are needed. */
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 })
const underway = () => uploads.of(KEY).uploads
const refused = () => uploads.of(KEY).refusals.map(({ name, rule }) => `${name}: ${rule}`)

/** Answers the upload at a place, once it has begun. */
async function accept(at: number, patch: Partial<Attachment>): Promise<void> {
  await until(() => expect(sent).toHaveLength(at + 1))
  sent[at]!.answer(201, buildAttachment(patch))
  await flushPromises()
}

describe('uploads', () => {
  it('send an image with its name and the type that its bytes tell, and say how far it is', async () => {
    await uploads.add(KEY, [image('Ada & Grace.txt')])
    await until(() => expect(sent).toHaveLength(1))
    expect(sent[0]).toMatchObject({ url: '/files?name=Ada+%26+Grace.txt', mediaType: 'image/png' })
    expect(underway()).toMatchObject([{ state: 'sending', progress: 0, previewUrl: 'blob:preview' }])
    sent[0]!.progress(3, 4)
    expect(underway()).toMatchObject([{ progress: 0.75 }])
    await accept(0, { id: 'file-1' })
    expect(attached).toMatchObject([{ id: 'file-1' }])
    expect(underway()).toEqual([])
    expect(revoked).toHaveBeenCalledWith('blob:preview')
  })

  it('go one after the other, so that files stand as they were chosen', async () => {
    await uploads.add(KEY, [text('one.txt'), text('two.txt')])
    await until(() => expect(sent).toHaveLength(1))
    await flushPromises()
    expect(sent).toHaveLength(1)
    await accept(0, { id: 'one' })
    await accept(1, { id: 'two' })
    expect(attached.map(({ id }) => id)).toEqual(['one', 'two'])
  })

  it('of different drafts do not wait for each other', async () => {
    await uploads.add(KEY, [text('one.txt')])
    await uploads.add('session-1.window-1', [text('two.txt')])
    await until(() => expect(sent).toHaveLength(2))
  })

  it('keep what failed with the reason, go on with the others, and try again when asked', async () => {
    await uploads.add(KEY, [text('one.txt'), text('two.txt')])
    await until(() => expect(sent).toHaveLength(1))
    sent[0]!.lose()
    await accept(1, { id: 'two' })
    expect(underway()).toMatchObject([{ name: 'one.txt', state: 'failed' }])
    expect(toAppError(underway()[0]!.error).code).toBe('OFFLINE')
    uploads.retry(KEY, underway()[0]!.id)
    await accept(2, { id: 'one' })
    expect(attached.map(({ id }) => id)).toEqual(['two', 'one'])
    expect(underway()).toEqual([])
  })

  it.each([
    ['the server’s own refusal', 413, { error: { data: { appError: { code: 'TOO_LARGE' } } } }, 'TOO_LARGE'],
    ['a page of a proxy', 502, '<html>Bad gateway</html>', 'OFFLINE'],
  ])('tell %s as any call would', async (...[_name, status, body, code]) => {
    await uploads.add(KEY, [text('one.txt')])
    await until(() => expect(sent).toHaveLength(1))
    sent[0]!.answer(status, body)
    await until(() => expect(underway()).toMatchObject([{ state: 'failed' }]))
    expect(toAppError(underway()[0]!.error).code).toBe(code)
  })

  it('try all again that failed, as when the connection is back', async () => {
    await uploads.add(KEY, [text('one.txt')])
    await uploads.add('other', [text('two.txt')])
    await until(() => expect(sent).toHaveLength(2))
    sent.slice().forEach((upload) => upload.lose())
    await flushPromises()
    uploads.retryAll()
    await until(() => expect(sent).toHaveLength(4))
  })

  it('end when they are removed, and the next one begins', async () => {
    await uploads.add(KEY, [image('one.png'), text('two.txt')])
    await until(() => expect(sent).toHaveLength(1))
    uploads.remove(KEY, underway()[0]!.id)
    expect(sent[0]!.isAborted).toBe(true)
    expect(revoked).toHaveBeenCalledWith('blob:preview')
    await accept(1, { id: 'two' })
    expect(attached).toMatchObject([{ id: 'two' }])
  })

  it('refuse what breaks a rule before anything is sent, and forget that with the next files', async () => {
    await uploads.add(KEY, [new File([new Uint8Array([1, 0, 2])], 'report.pdf'), text('ok.txt')])
    expect(refused()).toEqual(['report.pdf: notAccepted'])
    expect(underway()).toMatchObject([{ name: 'ok.txt' }])
    await uploads.add(KEY, [text('more.txt')])
    expect(refused()).toEqual([])
  })

  it('take as many files as a message may have, those that it has already included', async () => {
    attached = Array.from({ length: MAX_ATTACHMENTS - 1 }, (_each, at) => buildAttachment({ id: `${at}` }))
    await uploads.add(KEY, [text('last.txt'), text('over.txt')])
    expect(underway().map(({ name }) => name)).toEqual(['last.txt'])
    expect(refused()).toEqual(['over.txt: tooMany'])
  })

  it('take as many bytes as a message may have', async () => {
    attached = [buildAttachment({ size: MAX_ATTACHMENTS_BYTES - 4 })]
    await uploads.add(KEY, [text('four', 'abcd'), text('one', 'x')])
    expect(underway().map(({ name }) => name)).toEqual(['four'])
    expect(refused()).toEqual(['one: tooMuch'])
  })

  it('give pasted images, which all have one name, names of their own', async () => {
    attached = [buildAttachment({ name: 'image.png' })]
    await uploads.add(KEY, [image('image.png')])
    expect(underway()).toMatchObject([{ name: 'image-2.png' }])
  })
})
