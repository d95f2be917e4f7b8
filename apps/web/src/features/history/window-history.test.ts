import type { Message, Session } from '@chatmore/api/contract'
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { byLabel } from '../../shared/testing/by-label.ts'
import { allByRole, byRole } from '../../shared/testing/by-role.ts'
import { createFakeServer, FakeServerError, type FakeServer } from '../../shared/testing/fake-server.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { mountApp } from '../../shared/testing/mount-app.ts'
import { provideUploads } from '../attachment/app-uploads.ts'
import { buildTextFile } from '../attachment/testing/build-attachment.ts'
import { stubUploads } from '../attachment/testing/fake-uploads.ts'
import SessionBoard from '../board/SessionBoard.vue'
import { provideOutbox } from '../composer/app-outbox.ts'
import { buildMessage, buildUserMessage } from '../message/testing/build-message.ts'
import { buildSession } from '../window/testing/build-window.ts'
// What the page loads when it is wanted is there from the start.
import './CatchUpLine.vue'
import './InputEditor.vue'

vi.setConfig({ testTimeout: 90_000 })

let session: Session
let messages: Record<string, Message[]>
let server: FakeServer
let narrow: EventTarget & { media: string; matches: boolean }
let showBoard: (isShown: boolean) => Promise<void>
let wrapper: VueWrapper

const [first, second] = ['window-1', 'window-2'] as const

/** The session with a change to its first window. */
function withWindow(patch: Partial<Session['windows'][number]>): Session {
  const [window, ...others] = session.windows
  return { ...session, windows: [{ ...window!, ...patch }, ...others] }
}

function buildTurn(windowId: string, patch: Partial<Message> = {}): Message[] {
  const input = buildUserMessage({ id: `${windowId}-input`, windowId })
  return [input, buildMessage({ id: `${windowId}-answer`, windowId, replyToId: input.id, ...patch })]
}

beforeEach(() => {
  localStorage.clear()
  narrow = Object.assign(new EventTarget(), { media: '(max-width: 800px)', matches: false })
  vi.stubGlobal('matchMedia', (media: string) =>
    media === narrow.media ? narrow : Object.assign(new EventTarget(), { media, matches: false }),
  )
  session = buildSession({ windows: buildSession().windows.slice(0, 2) })
  messages = { [first]: buildTurn(first), [second]: buildTurn(second) }
  const pageOf = (windowId: string) => ({ items: messages[windowId] ?? [], nextCursor: null })
  server = createFakeServer({
    'session.get': () => session,
    'model.list': () => [],
    'window.rewinds': () => ({ items: [] }),
    'message.list': ({ windowId }: { windowId: string }) => pageOf(windowId),
    'message.latest': () => ({
      windows: session.windows.map(({ id }) => ({ windowId: id, ...pageOf(id) })),
    }),
  })
})
afterEach(() => {
  wrapper.unmount()
  vi.unstubAllGlobals()
})

async function open(): Promise<void> {
  const isShown = { value: true }
  const Layout = defineComponent({
    setup() {
      provideUploads()
      provideOutbox('user-1')
      return () => (isShown.value ? h(SessionBoard, { sessionId: session.id }) : h('p', 'Elsewhere'))
    },
  })
  wrapper = await mountApp(Layout, { server })
  showBoard = async (value) => {
    isShown.value = value
    wrapper.getComponent(Layout).vm.$forceUpdate()
    await nextTick()
    await flushPromises()
  }
  server.emit({ type: 'sync', messages: [] })
  await eventually(() => expect(logOf().textContent).toContain('The sky is blue.'))
}

const eventually = <Value>(find: () => Value) => vi.waitFor(find, { timeout: 30_000, interval: 10 })
const windowOf = (name = 'gpt-x') => byRole('region', name)
const logOf = (name = 'gpt-x') => byRole('log', undefined, windowOf(name))
const boxOf = (name = 'gpt-x') =>
  byRole('textbox', 'Message this window', windowOf(name)) as HTMLTextAreaElement
const editor = () => byRole('textbox', 'Edit this input', windowOf()) as HTMLTextAreaElement
const callsOf = (path: string) => server.calls.filter((call) => call.path === path)

async function type(field: HTMLTextAreaElement, text: string): Promise<void> {
  field.value = text
  field.dispatchEvent(new Event('input'))
  await nextTick()
}

async function choose(menu: string, item: string): Promise<void> {
  byRole('button', menu, windowOf()).click()
  const found = await eventually(() => byRole('menuitem', item))
  found.click()
  await flushPromises()
}

async function edit(text: string): Promise<void> {
  await choose('Actions for this input', 'Edit')
  await eventually(editor)
  await type(editor(), text)
}

describe('what the page knows of a session', () => {
  const catchUp = { fromWindowId: second, done: 0, total: 1, status: 'running' } as const

  it('is not taken back by a reading that began before the server told more', async () => {
    await open()
    const readings: ((session: Session) => void)[] = []
    server.on('session.get', () => new Promise((resolve) => readings.push(resolve)))
    server.on('window.stopCatchUp', () => session.windows[0])
    server.emit({ type: 'session', session: withWindow({ catchUp }) })
    const stop = await eventually(() => byRole('button', 'Stop catching up', windowOf()))
    // What one does has the session read again.
    stop.click()
    await eventually(() => expect(readings).toHaveLength(1))
    server.emit({ type: 'session', session: withWindow({ catchUp: null }) })
    await eventually(() => expect(readings).toHaveLength(2))
    readings[0]!(withWindow({ catchUp }))
    readings[1]!(withWindow({ catchUp: null, name: 'read last' }))
    await eventually(() => windowOf('read last'))
    expect(allByRole('button', 'Stop catching up')).toEqual([])
  })

  it('is read again when one comes back, for nobody told of it meanwhile', async () => {
    session = withWindow({ catchUp })
    await open()
    await eventually(() => byRole('button', 'Stop catching up', windowOf()))
    await showBoard(false)
    session = withWindow({ catchUp: null })
    messages[first]!.push(
      ...buildTurn(first).map((message) => ({
        ...message,
        id: `${message.id}-2`,
        seq: message.seq + 2,
        replyToId: message.replyToId && `${message.replyToId}-2`,
        content: 'Meanwhile.',
      })),
    )
    await showBoard(true)
    server.emit({ type: 'sync', messages: [] })
    await eventually(() => {
      expect(allByRole('button', 'Stop catching up')).toEqual([])
      expect(logOf().textContent).toContain('Meanwhile.')
    })
  })
})

describe('a page that gets narrow', () => {
  it('keeps what is open about a window, and the attempt that one looks at', async () => {
    const replyToId = `${first}-input`
    const earlier = { id: 'earlier', windowId: first, replyToId, content: 'It is the air.', superseded: true }
    const [input, answer] = buildTurn(first, { attempt: 2 })
    messages[first] = [input!, buildMessage(earlier), answer!]
    await open()
    const attempts = () => byRole('group', 'Attempts', windowOf()).textContent
    byRole('button', 'Earlier attempt', windowOf()).click()
    await eventually(() => expect(attempts()).toBe('1 of 2'))
    await choose('Actions for gpt-x', 'Parameters and system message')
    const field = () => byLabel('System message') as unknown as HTMLTextAreaElement
    await eventually(field)
    await type(field(), 'Be brief.')
    narrow.matches = true
    narrow.dispatchEvent(Object.assign(new Event('change'), { matches: true }))
    await eventually(() => byRole('tab', 'gpt-x'))
    await eventually(() => expect(attempts()).toBe('1 of 2'))
    expect(logOf().textContent).toContain('It is the air.')
    expect(field().value).toBe('Be brief.')
  })
})

describe('catching up', () => {
  it('that is held up says so, and is resumed or left there', async () => {
    session = withWindow({ catchUp: { fromWindowId: second, done: 1, total: 3, status: 'failed' } })
    server.on('window.catchUp', () => session.windows[0])
    server.on('window.stopCatchUp', () => session.windows[0])
    await open()
    const line = await eventually(() => byRole('status', /^Stopped at/, windowOf()))
    expect(line.textContent).toContain('1 of 3')
    byRole('button', 'Resume', line).click()
    await eventually(() =>
      expect(callsOf('window.catchUp')).toMatchObject([{ input: { id: first, fromWindowId: second } }]),
    )
    byRole('button', 'Leave it there', line).click()
    await eventually(() => expect(callsOf('window.stopCatchUp')).toMatchObject([{ input: { id: first } }]))
  })
})

describe('an answer that failed in a blind session', () => {
  it('is tried again by its own model, which is all that the server allows', async () => {
    messages[first] = buildTurn(first, { status: 'error', errorCode: 'RATE_LIMITED' })
    await open()
    await eventually(() => byRole('button', 'Other model', logOf()))
    const blind = { ...session, blind: true }
    server.on('session.get', () => blind)
    server.emit({ type: 'session', session: blind })
    await eventually(() => expect(allByRole('button', 'Other model', logOf())).toEqual([]))
    byRole('button', 'Retry', logOf())
  })
})

describe('an input that is being written anew', () => {
  it('keeps its text while one is elsewhere, and after a reload', async () => {
    await open()
    await edit('Why is the sea blue?')
    expect(await findAxeViolations()).toEqual([])
    await showBoard(false)
    wrapper.unmount()
    await open()
    expect((await eventually(editor)).value).toBe('Why is the sea blue?')
    byRole('button', 'Cancel', windowOf()).click()
    await eventually(() => expect(document.activeElement?.getAttribute('aria-haspopup')).toBe('menu'))
    wrapper.unmount()
    await open()
    expect(allByRole('textbox', 'Edit this input')).toEqual([])
  })

  it('leaves its text in the window’s box where another tab was quicker', async () => {
    await open()
    await edit('Why is the sea blue?')
    messages[first] = [
      buildUserMessage({ id: 'other', windowId: first, seq: 3, content: 'From the other tab' }),
    ]
    server.emit({ type: 'session', session: withWindow({ historySeq: 3 }) })
    await eventually(() => expect(boxOf().value).toBe('Why is the sea blue?'))
    expect(document.body.textContent).toContain('This input was changed in another tab.')
    expect(allByRole('textbox', 'Edit this input')).toEqual([])
  })

  it('takes files along, once they are there, and gives up those on their way when it is left', async () => {
    const sent = stubUploads()
    server.on('message.edit', () => ({}))
    await open()
    await edit('Why is this sky blue?')
    const pick = async (name: string) => {
      const field = editor().closest('.editor')!.querySelector<HTMLInputElement>('input[type=file]')!
      Object.defineProperty(field, 'files', { value: [new File(['Blue'], name)], configurable: true })
      const count = sent.length
      field.dispatchEvent(new Event('change'))
      await eventually(() => expect(sent).toHaveLength(count + 1))
    }
    const isHeld = () => (byRole('button', 'Send anew', windowOf()) as HTMLButtonElement).disabled
    await pick('sky.txt')
    await eventually(() => expect(isHeld()).toBe(true))
    expect(windowOf().textContent).toContain('sky.txt is still being uploaded.')
    sent[0]!.answer(201, buildTextFile({ id: 'file-9', name: 'sky.txt' }))
    await eventually(() => expect(isHeld()).toBe(false))
    byRole('button', 'Send anew', windowOf()).click()
    await eventually(() => expect(callsOf('message.edit')).toHaveLength(1))
    expect(callsOf('message.edit')).toMatchObject([{ input: { attachmentIds: ['file-9'] } }])
    await eventually(() => expect(allByRole('textbox', 'Edit this input')).toEqual([]))
    await edit('Why is that sky blue?')
    await pick('late.txt')
    byRole('button', 'Cancel', windowOf()).click()
    await eventually(() => expect(sent[1]!.isAborted).toBe(true))
  })

  it('stays open with its text where the server refuses it', async () => {
    server.on('message.edit', () => {
      throw new FakeServerError('WINDOW_BUSY')
    })
    await open()
    await edit('Why is the sea blue?')
    byRole('button', 'Send anew', windowOf()).click()
    await eventually(() => expect(callsOf('message.edit')).toHaveLength(1))
    await eventually(() => expect(document.body.textContent).toContain('A window is still answering.'))
    expect(editor().value).toBe('Why is the sea blue?')
    expect(boxOf().value).toBe('')
  })

  it('can be written in a new window, that goes on from before it', async () => {
    const fork = { ...session.windows[0]!, id: 'fork', name: 'gpt-x 2' }
    server.on('window.fork', () => {
      session = { ...session, windows: [...session.windows, fork] }
      return fork
    })
    await open()
    await choose('Actions for this input', 'Edit in a new window')
    await eventually(() => expect(boxOf('gpt-x 2').value).toBe('Why is the sky blue?'))
    expect(callsOf('window.fork')).toMatchObject([{ input: { messageId: `${first}-input`, before: true } }])
    await eventually(() => expect(document.activeElement).toBe(boxOf('gpt-x 2')))
  })

  it('waits for the end of an answer, and its menu says why', async () => {
    await open()
    const [, answer] = buildTurn(first)
    server.emit({
      type: 'message',
      message: { ...answer!, id: 'retried', attempt: 2, seq: 3, status: 'streaming', content: 'So far' },
    })
    await eventually(() => expect(logOf().getAttribute('aria-busy')).toBe('true'))
    byRole('button', 'Actions for this input', windowOf()).click()
    const menu = await eventually(() => byRole('menu'))
    expect(menu.textContent).toContain('While an answer is being written')
    expect((byRole('menuitem', 'Edit', menu) as HTMLButtonElement).disabled).toBe(true)
    expect(await findAxeViolations()).toEqual([])
  })
})
