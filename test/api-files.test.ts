import { parseAppError } from '@chatmore/api/client'
import type { Attachment, Message } from '@chatmore/api/contract'
import { answer, sampleImages } from '@chatmore/llm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestAccount, type TestApp } from './create-test-app.ts'
import { followSession } from './follow-session.ts'

let app: TestApp
let stranger: TestAccount
let photo: Attachment
let notes: Attachment

const photoBytes = sampleImages.png(640, 480)
const notesText = 'Dear Ada, 你好'
const quoted = `<<<file notes.txt>>>\n${notesText}\n<<<end of file notes.txt>>>`
const leftOut = '[The image cat.png was left out: this model is not sent images.]'
const imagePart = {
  type: 'image_url',
  image_url: { url: `data:image/png;base64,${photoBytes.toString('base64')}` },
}

beforeAll(async () => {
  app = await createTestApp({ CHATMORE_FILES_MB_PER_USER: '12' })
  stranger = await app.createAccount()
  app.upstream.byDefault(answer(['Nice.']))
  photo = await app.client.uploadFile(toBlob(photoBytes), 'cat.png')
  notes = await app.client.uploadFile(toBlob(Buffer.from(notesText)), 'notes.txt')
})
afterAll(() => app[Symbol.asyncDispose]())

const toBlob = (bytes: Buffer, type = '') => new Blob([new Uint8Array(bytes)], { type })

interface Post {
  name?: string
  body: Buffer | string | ReadableStream
  headers?: Record<string, string>
  account?: TestAccount
}

function post({ name = 'x.txt', body, headers = {}, account = app.admin }: Post): Promise<Response> {
  return fetch(`${app.url}/files?${new URLSearchParams({ name })}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${account.token}`, ...headers },
    body: typeof body === 'string' || body instanceof ReadableStream ? body : new Uint8Array(body),
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  })
}

const get = (id: string, account: TestAccount | null = app.admin) =>
  fetch(`${app.url}/files/${id}`, { headers: account ? { authorization: `Bearer ${account.token}` } : {} })

async function refusalOf(response: Response) {
  const { error } = (await response.json()) as {
    error: { message: string; data: { httpStatus: number; appError: object } }
  }
  expect(error.data.httpStatus).toBe(response.status)
  return { status: response.status, message: error.message, ...error.data.appError }
}

describe('a file', () => {
  it('is what its bytes say, whatever it is called', async () => {
    expect(photo).toEqual({
      id: expect.any(String),
      name: 'cat.png',
      mediaType: 'image/png',
      size: photoBytes.length,
      width: 640,
      height: 480,
      tokens: 425,
    })
    expect(notes).toEqual({
      id: expect.any(String),
      name: 'notes.txt',
      mediaType: 'text/plain',
      size: 16,
      tokens: expect.any(Number),
    })
    const disguised = await post({
      name: 'C:\\tmp\\a\u202Eb\n.txt',
      body: photoBytes,
      headers: { 'content-type': 'text/plain' },
    })
    expect(disguised.status).toBe(201)
    expect(await disguised.json()).toMatchObject({ name: 'ab .txt', mediaType: 'image/png' })
  })

  it('comes back to its owner as it was, as nothing that a browser would run', async () => {
    const image = await get(photo.id)
    expect(Buffer.from(await image.arrayBuffer()).equals(photoBytes)).toBe(true)
    expect(Object.fromEntries(image.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(photoBytes.length),
      'content-disposition': `inline; filename="cat.png"; filename*=UTF-8''cat.png`,
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    })
    const page = await app.client.uploadFile(
      toBlob(Buffer.from('<script>alert(1)</script>'), 'text/html'),
      '页"面.html',
    )
    const text = await get(page.id)
    expect(await text.text()).toBe('<script>alert(1)</script>')
    expect(Object.fromEntries(text.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="___.html"; filename*=UTF-8''%E9%A1%B5%22%E9%9D%A2.html`,
    })
  })

  it('that is sent twice is one, and of two users two', async () => {
    expect(await app.client.uploadFile(toBlob(photoBytes), 'cat.png')).toEqual(photo)
    expect((await stranger.client.uploadFile(toBlob(photoBytes), 'cat.png')).id).not.toBe(photo.id)
  })

  it('is there for nobody else', async () => {
    for (const id of [photo.id, '01JD0000000000000000000000', 'x', '..%2f..%2fetc%2fpasswd']) {
      const account = id === photo.id ? stranger : app.admin
      expect(await refusalOf(await get(id, account))).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    }
    expect(await refusalOf(await get(photo.id, null))).toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
    const anonymous = app.anonymous.uploadFile(toBlob(photoBytes), 'cat.png')
    expect(await anonymous.catch(parseAppError)).toMatchObject({ code: 'UNAUTHORIZED' })
  })

  it('is taken from our own pages alone where a cookie speaks', async () => {
    const send = (origin: string) =>
      fetch(`${app.url}/files?name=x.txt`, {
        method: 'POST',
        headers: { cookie: app.admin.cookie, origin },
        body: 'x',
      })
    expect(await refusalOf(await send('https://evil.example'))).toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
    })
    expect((await send(app.url)).status).toBe(201)
  })

  const png = { 'content-type': 'image/png' }
  it.each<[what: string, upload: () => Post, status: number, field: string, rule: string]>([
    [
      'a PNG that is HTML',
      () => ({ name: 'x.png', body: '<html>', headers: png }),
      400,
      'file',
      'is not a PNG, JPEG, GIF or WebP image',
    ],
    [
      'an SVG',
      () => ({ body: '<svg/>', headers: { 'content-type': 'image/svg+xml' } }),
      400,
      'file',
      'is not a PNG, JPEG, GIF or WebP image',
    ],
    [
      'half of a PNG',
      () => ({ body: photoBytes.subarray(0, 40) }),
      400,
      'file',
      'is an image that is cut off or damaged',
    ],
    [
      'a huge area',
      () => ({ body: sampleImages.png(60_000, 60_000) }),
      400,
      'file',
      'is an image of more than 100 million pixels',
    ],
    ['nothing', () => ({ body: '' }), 400, 'file', 'is empty'],
    [
      'a PDF',
      () => ({ body: Buffer.from('%PDF-1.7\n\xe2\xe3', 'latin1') }),
      400,
      'file',
      'is neither a PNG, JPEG, GIF or WebP image nor a text in UTF-8',
    ],
    [
      'a text with a zero',
      () => ({ body: 'a\0b' }),
      400,
      'file',
      'is neither a PNG, JPEG, GIF or WebP image nor a text in UTF-8',
    ],
    [
      'a text that is too large',
      () => ({ body: 'x'.repeat(256 * 1024 + 1) }),
      413,
      'file',
      'is larger than 256 KB, and no PNG, JPEG, GIF or WebP image',
    ],
    [
      'an image that is too large',
      () => ({ body: sampleImages.png(1, 1, 10 * 1024 * 1024) }),
      413,
      'file',
      'is larger than 10 MB',
    ],
    [
      'one whose length nobody told',
      () => ({ body: endless(sampleImages.png(1, 1, 5000)) }),
      413,
      'file',
      'is larger than 10 MB',
    ],
    ['a name without a character', () => ({ name: '/tmp/', body: 'x' }), 400, 'name', 'is empty'],
    [
      'a name that is too long',
      () => ({ name: 'x'.repeat(201), body: 'x' }),
      400,
      'name',
      'is longer than 200 characters',
    ],
  ])('is not %s', async (...[, upload, status, field, rule]) => {
    const code = status === 413 ? 'TOO_LARGE' : 'INVALID_INPUT'
    expect(await refusalOf(await post(upload()))).toEqual({
      status,
      code,
      message: `${field}: ${rule}`,
      fields: { [field]: rule },
    })
  })

  it('comes as its bytes, not as a form', async () => {
    const form = { 'content-type': 'multipart/form-data; boundary=x' }
    expect(await refusalOf(await post({ body: '--x--', headers: form }))).toMatchObject({ status: 415 })
    const nameless = await fetch(`${app.url}/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.admin.token}` },
      body: 'x',
    })
    expect(await refusalOf(nameless)).toMatchObject({ status: 400, fields: { name: 'is missing' } })
  })

  it('has no room beside 12 MB of the same user, unless it is there already', async () => {
    const hoarder = await app.createUser()
    const [large, next] = [sampleImages.png(1, 1, 9_500_000), sampleImages.png(1, 1, 4_000_000)]
    const { id } = await hoarder.uploadFile(toBlob(large), 'large.png')
    expect(await hoarder.uploadFile(toBlob(next), 'next.png').catch(parseAppError)).toEqual({
      code: 'FILES_FULL',
      fields: { file: 'has no room: your files may be 12 MB together' },
    })
    expect((await hoarder.uploadFile(toBlob(large), 'large.png')).id).toBe(id)
  })
})

/** The start of an image, and more of it than any file may have. */
function endless(start: Buffer): ReadableStream {
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(sent === 0 ? start : Buffer.alloc(100_000)))
      sent += 100_000
      if (sent > 50_000_000) controller.close()
    },
  })
}

let keys = 0

async function openRoom(changes: object[] = [{ vision: true }, {}]) {
  const models = await Promise.all(changes.map((change) => app.createModel(change)))
  const session = await app.client.session.create({ windows: models.map(({ id }) => ({ modelId: id })) })
  const following = await followSession(app.client, session.id)
  const [windowId = ''] = session.windows.map(({ id }) => id)
  return {
    session,
    models,
    windowId,
    following,
    send: (input: { content?: string; attachmentIds?: string[]; clientMessageId?: string }) =>
      app.client.message.send({
        sessionId: session.id,
        content: 'Look',
        clientMessageId: `file-key-${++keys}`,
        ...input,
      }),
    lastAsked: (place: number) =>
      app.upstream.requests.findLast(({ model }) => model === models[place]!.model)!.body.messages.at(-1)!
        .content as unknown,
    inputs: async () =>
      (await app.client.message.list({ windowId })).items.filter(({ role }) => role === 'user'),
  }
}

const attachmentsOf = (message: Message | undefined) => message?.attachments

describe('an input with files', () => {
  it('reaches each model as it can take them, and shows so in lists, events and contexts', async () => {
    const room = await openRoom()
    const { turns } = await room.send({ attachmentIds: [photo.id, notes.id] })
    await room.following.ended(turns.map(({ assistantMessageId }) => assistantMessageId))
    const seen = `Look\n\n${quoted}`
    const unseen = `Look\n\n${leftOut}\n\n${quoted}`
    expect(room.lastAsked(0)).toEqual([{ type: 'text', text: seen }, imagePart])
    expect(room.lastAsked(1)).toBe(unseen)

    const expected = [photo, notes]
    expect(attachmentsOf((await room.inputs())[0])).toEqual(expected)
    const { windows } = await app.client.message.latest({ sessionId: room.session.id })
    expect(windows.map(({ items }) => items.map(attachmentsOf))).toEqual([
      [expected, undefined],
      [expected, undefined],
    ])
    expect(attachmentsOf(room.following.state.messages[turns[0]!.userMessageId])).toEqual(expected)
    const contexts = await Promise.all(
      turns.map(({ assistantMessageId }) => app.client.message.context({ messageId: assistantMessageId })),
    )
    expect(contexts.map(({ messages }) => messages)).toEqual([
      [{ role: 'user', content: seen, images: [photo] }],
      [{ role: 'user', content: unseen }],
    ])

    // What was sent stays what it was.
    await app.client.model.update({ id: room.models[0]!.id, vision: false })
    const { messages } = await app.client.message.context({ messageId: turns[0]!.assistantMessageId })
    expect(messages).toEqual(contexts[0]!.messages)
    const { assistantMessageId } = await app.client.message.retry({ messageId: turns[0]!.assistantMessageId })
    await room.following.ended([assistantMessageId])
    expect(room.lastAsked(0)).toBe(unseen)
    room.following.stop()
  })

  it('may be of files alone, and goes along with later inputs, forks and windows that catch up', async () => {
    const room = await openRoom([{ vision: true }])
    const { turns } = await room.send({ content: ' ', attachmentIds: [photo.id] })
    await room.following.ended([turns[0]!.assistantMessageId])
    expect(room.lastAsked(0)).toEqual([imagePart])
    expect((await app.client.session.get({ id: room.session.id })).title).toBe('cat.png')
    const later = await room.send({ content: 'And now?' })
    await room.following.ended([later.turns[0]!.assistantMessageId])
    const { messages } = app.upstream.requests.findLast(({ model }) => model === room.models[0]!.model)!.body
    expect(messages.map(({ content }) => content as unknown)).toEqual([[imagePart], 'Nice.', 'And now?'])

    const fork = await app.client.window.fork({ messageId: later.turns[0]!.assistantMessageId })
    const copied = (await app.client.message.list({ windowId: fork.id })).items
    expect(copied.map(attachmentsOf)).toEqual([[photo], undefined, undefined, undefined])
    const late = await app.client.window.add({ sessionId: room.session.id, modelId: room.models[0]!.id })
    await app.client.window.catchUp({ id: late.id, fromWindowId: room.windowId })
    await room.following.until(({ messages: known }) =>
      Object.values(known).some(
        ({ windowId, attachments }) => windowId === late.id && attachments?.[0]?.id === photo.id,
      ),
    )
    room.following.stop()
  })

  it('keeps them when its text is edited, unless others are named', async () => {
    const room = await openRoom([{ vision: true }])
    const edit = async (attachmentIds?: string[]) => {
      const [input] = await room.inputs()
      const clientMessageId = `file-key-${++keys}`
      const named = attachmentIds ? { attachmentIds } : {}
      const { turns } = await app.client.message.edit({
        messageId: input!.id,
        content: 'Again',
        clientMessageId,
        ...named,
      })
      await room.following.ended([turns[0]!.assistantMessageId])
      return attachmentsOf((await room.inputs())[0])
    }
    const { turns } = await room.send({ attachmentIds: [photo.id, notes.id] })
    await room.following.ended([turns[0]!.assistantMessageId])
    expect(await edit()).toEqual([photo, notes])
    expect(await edit([notes.id])).toEqual([notes])
    expect(await edit([])).toBeUndefined()
    const [input] = await room.inputs()
    const blank = app.client.message.edit({
      messageId: input!.id,
      content: '',
      clientMessageId: 'blank-edit',
    })
    expect(await blank.catch(parseAppError)).toMatchObject({ fields: { content: 'is empty' } })
    room.following.stop()
  })

  it('is merged under their names', async () => {
    const room = await openRoom([{}, {}])
    const { turns } = await room.send({ attachmentIds: [photo.id] })
    const messageIds = turns.map(({ assistantMessageId }) => assistantMessageId)
    await room.following.ended(messageIds)
    await app.client.message.merge({
      ...{ sessionId: room.session.id, messageIds, modelId: room.models[0]!.id },
      prompt: 'Fuse these.',
      clientMessageId: 'merge-with-files',
    })
    const { windows } = await app.client.message.latest({ sessionId: room.session.id })
    expect(windows[2]!.items[0]!.content).toContain(
      '<<<question>>>\nLook\n[file cat.png]\n<<<end of question>>>',
    )
    room.following.stop()
  })

  it('is one, sent twice, and another one with other files', async () => {
    const room = await openRoom([{}])
    const clientMessageId = 'twice-with-files'
    const first = await room.send({ clientMessageId, attachmentIds: [photo.id] })
    expect(await room.send({ clientMessageId, attachmentIds: [photo.id] })).toEqual(first)
    for (const attachmentIds of [undefined, [], [notes.id], [photo.id, notes.id]]) {
      const other = room.send({ clientMessageId, ...(attachmentIds && { attachmentIds }) })
      expect(await other.catch(parseAppError)).toMatchObject({ code: 'CONFLICT' })
    }
    room.following.stop()
  })

  it('cannot name what is another’s, nor too much', async () => {
    const room = await openRoom([{}])
    const theirs = await stranger.client.uploadFile(toBlob(photoBytes), 'cat.png')
    const refusal = (attachmentIds: string[]) => room.send({ attachmentIds }).catch(parseAppError)
    const missing = { code: 'NOT_FOUND', fields: { attachmentIds: 'has a file that does not exist' } }
    expect(await refusal([theirs.id])).toEqual(missing)
    expect(await refusal([photo.id, theirs.id])).toEqual(missing)
    expect(await refusal(['01JD0000000000000000000000'])).toEqual(missing)
    const eleven = Array.from({ length: 11 }, (_, index) => `01JD00000000000000000000${index + 10}`)
    expect(await refusal(eleven)).toMatchObject({ fields: { attachmentIds: 'has more than 10 files' } })
    expect(await refusal([photo.id, photo.id])).toMatchObject({
      fields: { attachmentIds: 'names a file twice' },
    })
    expect(await room.inputs()).toEqual([])
    room.following.stop()
  })
})

it('in a blind session nothing tells which model sees', async () => {
  const room = await openRoom()
  const session = await app.client.session.create({
    blind: true,
    windows: room.models.map(({ id }) => ({ modelId: id })),
  })
  const following = await followSession(app.client, session.id)
  const { turns } = await app.client.message.send({
    sessionId: session.id,
    content: 'Look',
    clientMessageId: 'blind-with-files',
    attachmentIds: [photo.id],
  })
  const ids = turns.map(({ assistantMessageId }) => assistantMessageId)
  await following.ended(ids)
  const contexts = await Promise.all(ids.map((messageId) => app.client.message.context({ messageId })))
  expect(contexts[0]!.messages).toEqual([{ role: 'user', content: 'Look', images: [photo] }])
  expect(contexts[1]!.messages).toEqual(contexts[0]!.messages)
  room.following.stop()
  following.stop()
})
