import type {
  LatestMessages,
  Message,
  MessageSendInput,
  Page,
  SendResult,
  Session,
} from '@chatmore/api/contract'
import axe from 'axe-core'
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { allByRole, byRole } from '../../shared/testing/by-role.ts'
import { createFakeServer, FakeServerError, type FakeServer } from '../../shared/testing/fake-server.ts'
import { mountApp } from '../../shared/testing/mount-app.ts'
import { buildMessage, buildUserMessage } from '../message/testing/build-message.ts'
import { buildSession } from '../window/testing/build-window.ts'
import { useConnection } from '../../stores/connection.ts'
import { provideUploads } from '../attachment/app-uploads.ts'
import { provideOutbox } from '../composer/app-outbox.ts'
import SessionBoard from './SessionBoard.vue'

const names = ['gpt-x', 'deepseek', 'local']
let session: Session
let messages: Record<string, Message[]>
let server: FakeServer
let wrapper: VueWrapper

function buildTurn(windowId: string, index: number, patch: Partial<Message> = {}): Message[] {
  const user = {
    id: `${windowId}-u${index}`,
    windowId,
    seq: index * 2 + 1,
    broadcastGroupId: `group-${index}`,
  }
  return [
    buildUserMessage({ ...user, content: `Question ${index}` }),
    buildMessage({
      id: `${windowId}-a${index}`,
      windowId,
      seq: index * 2 + 2,
      replyToId: user.id,
      content: `Answer ${index}`,
      broadcastGroupId: user.broadcastGroupId,
      ...patch,
    }),
  ]
}

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
  session = buildSession()
  messages = Object.fromEntries(session.windows.map(({ id }) => [id, buildTurn(id, 0)]))
  server = createFakeServer({
    'session.get': () => session,
    'model.list': () => [],
    'message.list': ({ windowId }: { windowId: string }): Page<Message> => ({
      items: messages[windowId] ?? [],
      nextCursor: null,
    }),
    'message.latest': (): LatestMessages => ({
      windows: session.windows.map(({ id }) => ({
        windowId: id,
        items: messages[id] ?? [],
        nextCursor: null,
      })),
    }),
    'message.stop': () => ({ stopped: 1 }),
    'message.retry': () => ({ assistantMessageId: 'retry-1' }),
    'message.send': ({ windowIds }: MessageSendInput): SendResult => ({
      broadcastGroupId: 'group-9',
      turns: reach(windowIds).map((id) => ({
        windowId: id,
        userMessageId: `${id}-u9`,
        assistantMessageId: `${id}-a9`,
      })),
    }),
  })
})
afterEach(() => {
  wrapper.unmount()
  vi.unstubAllGlobals()
})

/** The board under what the layout of all pages gives it. */
const BoardInLayout = defineComponent({
  props: { sessionId: { type: String, required: true } },
  setup(props) {
    provideOutbox('user-1')
    provideUploads()
    return () => h(SessionBoard, { sessionId: props.sessionId })
  },
})

async function open(locale: 'en' | 'zh-CN' = 'en'): Promise<void> {
  wrapper = await mountApp(BoardInLayout, { server, props: { sessionId: session.id }, locale })
  await flushPromises()
  server.emit({ type: 'sync', messages: [] })
  await settle()
}

/** Lets calls, events, frames and renderings through: a call is sent with the next turn of the event loop. */
async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await flushPromises()
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  await nextTick()
}

/** Waits for what takes a call or a query; calls go out in batches, by timers of their own. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 })

const windowOf = (name: string) => byRole('region', name)
const logOf = (name: string) => byRole('log', undefined, windowOf(name))
const box = () => byRole('textbox', 'Message all windows') as HTMLTextAreaElement

/** The first message of a session goes to all windows, whatever was asked for. */
function reach(windowIds: string[] | undefined): string[] {
  return (session.initialBroadcastDone && windowIds) || session.windows.map(({ id }) => id)
}

/** What the server does with a message: it tells of it and of the answers, and of their end. */
function acceptAndAnswer(content: string, key: string): SendResult {
  const turns = session.windows.map(({ id: windowId }) => {
    const seq = (messages[windowId]!.at(-1)?.seq ?? 0) + 1
    const user = { id: `${windowId}-${key}-user`, windowId, seq, broadcastGroupId: key }
    const answer = { id: `${windowId}-${key}-answer`, windowId, seq: seq + 1, replyToId: user.id }
    messages[windowId]!.push(
      buildUserMessage({ ...user, content }),
      buildMessage({ ...answer, content: `Answer to ${content}` }),
    )
    for (const message of messages[windowId]!.slice(-2)) server.emit({ type: 'message', message })
    return { windowId, userMessageId: user.id, assistantMessageId: answer.id }
  })
  return { broadcastGroupId: key, turns }
}

async function type(field: HTMLElement, text: string): Promise<void> {
  ;(field as HTMLTextAreaElement).value = text
  field.dispatchEvent(new Event('input'))
  await nextTick()
}

async function click(role: string, name: string | RegExp, root: ParentNode = document): Promise<void> {
  byRole(role, name, root).click()
  await settle()
}

function inputsOf(path: string): unknown[] {
  return server.calls.filter((call) => call.path === path).map((call) => call.input)
}

describe('a session’s board', () => {
  it('shows a region for each window, with its messages, its box and its button', async () => {
    await open()
    for (const name of names) {
      expect(logOf(name).textContent).toContain('Question 0')
      expect(logOf(name).textContent).toContain('Answer 0')
      byRole('textbox', 'Message this window', windowOf(name))
      byRole('button', 'Send', windowOf(name))
    }
    expect(document.title).toContain('Refactor the parser')
  })

  it('streams an answer into its window, busy until it ends, and says when it finished', async () => {
    await open()
    const [question, answer] = buildTurn('window-2', 1, { status: 'pending', content: '' })
    server.emit({ type: 'message', message: question! })
    server.emit({ type: 'message', message: answer! })
    await settle()
    expect(logOf('deepseek').getAttribute('aria-busy')).toBe('true')
    expect(logOf('gpt-x').getAttribute('aria-busy')).toBe('false')
    server.emit({
      type: 'delta',
      messageId: answer!.id,
      windowId: 'window-2',
      channel: 'content',
      at: 0,
      text: 'The **sky',
    })
    server.emit({
      type: 'delta',
      messageId: answer!.id,
      windowId: 'window-2',
      channel: 'content',
      at: 9,
      text: '** is blue',
    })
    await settle()
    await eventually(() => expect(logOf('deepseek').textContent).toContain('The sky is blue'))
    expect(byRole('button', 'Stop all')).toBeTruthy()
    server.emit({ type: 'message', message: { ...answer!, status: 'done', content: 'The **sky** is blue.' } })
    await settle()
    expect(logOf('deepseek').textContent).toContain('The sky is blue.')
    expect(logOf('deepseek').getAttribute('aria-busy')).toBe('false')
    expect(allByRole('status').some((status) => status.textContent === 'deepseek finished')).toBe(true)
  })

  it('leaves finished answers and other windows alone while one answer grows', async () => {
    await open()
    const answer = buildTurn('window-1', 1, { status: 'streaming', content: 'One\n\nTwo\n\nThree\n\n' })[1]!
    server.emit({ type: 'message', message: answer })
    await settle()
    const touched: Node[] = []
    const observer = new MutationObserver((records) =>
      touched.push(...records.map((record) => record.target)),
    )
    const options = { childList: true, characterData: true, subtree: true }
    observer.observe(logOf('deepseek'), options)
    const [earlier, growing] = allByRole('article', undefined, windowOf('gpt-x'))
    observer.observe(earlier!, options)
    const blocks = [...growing!.querySelectorAll('.md-block')]
    blocks.slice(0, 3).forEach((block) => observer.observe(block, options))
    server.emit({
      type: 'delta',
      messageId: answer.id,
      windowId: 'window-1',
      channel: 'content',
      at: 17,
      text: 'Four',
    })
    await settle()
    await eventually(() => expect(growing!.textContent).toContain('Four'))
    expect(touched).toEqual([])
    observer.disconnect()
  })

  it('sends to all, shows the input at once, and keeps the windows’ boxes apart', async () => {
    await open()
    await type(box(), 'Why is the sky blue?')
    await click('button', 'Send to all')
    await eventually(() =>
      expect(inputsOf('message.send')).toEqual([
        {
          sessionId: 'session-1',
          content: 'Why is the sky blue?',
          clientMessageId: expect.stringMatching(/^[0-9a-f]{32}$/),
        },
      ]),
    )
    for (const name of names) expect(logOf(name).textContent).toContain('Why is the sky blue?')
    expect(box().value).toBe('')
  })

  it('shows an input once, whether the watch or the answer to the call comes first', async () => {
    await open()
    await type(box(), 'Twice?')
    byRole('button', 'Send to all').click()
    await nextTick()
    for (const { id } of session.windows) {
      server.emit({
        type: 'message',
        message: buildUserMessage({
          id: `${id}-u9`,
          windowId: id,
          seq: 5,
          content: 'Twice?',
          broadcastGroupId: 'group-9',
        }),
      })
    }
    await settle()
    for (const name of names) expect(logOf(name).textContent?.match(/Twice\?/g)).toHaveLength(1)
  })

  it('gives a refused text back to its box, with the reason', async () => {
    await open()
    server.on('message.send', () => {
      throw new FakeServerError('MODEL_UNAVAILABLE')
    })
    await type(box(), 'Too early')
    await click('button', 'Send to all')
    await eventually(() => expect(box().value).toBe('Too early'))
    expect(logOf('local').textContent).not.toContain('Too early')
    expect(document.body.textContent).toContain('A window uses a model that is switched off')
  })

  it('lines up what is written without a connection, and sends it in order when that is back', async () => {
    await open()
    server.on('message.send', () => {
      throw new TypeError('Failed to fetch')
    })
    useConnection().noteAnswer(false)
    for (const text of ['One', 'Two', 'Three']) {
      await type(box(), text)
      await click('button', 'Send to all')
    }
    await eventually(() => expect(logOf('local').textContent).toContain('Not sent yet'))
    expect(logOf('local').textContent).toMatch(/One.*Two.*In line.*Three.*In line/s)
    await type(box(), 'Four')
    expect(document.body.textContent).toContain('No connection: this is sent once it is back.')

    server.on('message.send', ({ content, clientMessageId }: MessageSendInput) =>
      acceptAndAnswer(content, clientMessageId),
    )
    server.calls.splice(0)
    useConnection().noteAnswer(true)
    await eventually(() => expect(logOf('local').textContent).toContain('Answer to Three'))
    const inputs = inputsOf('message.send') as MessageSendInput[]
    expect(inputs.map((input) => input.content)).toEqual(['One', 'Two', 'Three'])
    expect(new Set(inputs.map((input) => input.clientMessageId)).size).toBe(3)
    expect(box().value).toBe('Four')
  })

  it('reads its windows by one request when it is opened, and again after a loss, and one window by itself', async () => {
    await open()
    const readings = () =>
      server.calls.filter(({ path }) => path === 'message.latest' || path === 'message.list')
    const ofAll = { path: 'message.latest', input: { sessionId: session.id, limit: 30 } }
    await eventually(() => expect(logOf('local').textContent).toContain('Answer 0'))
    expect(readings()).toEqual([ofAll])
    for (const { id } of session.windows) messages[id]!.push(...buildTurn(id, 1))
    server.emit({ type: 'sync', messages: [] })
    await eventually(() => {
      for (const name of names) expect(logOf(name).textContent).toContain('Answer 1')
    })
    expect(readings()).toEqual([ofAll, ofAll])

    const added = { ...session.windows[0]!, id: 'window-added', name: 'added' }
    messages[added.id] = buildTurn(added.id, 0)
    session = { ...session, windows: [...session.windows, added] }
    server.emit({ type: 'session', session })
    await eventually(() => expect(logOf('added').textContent).toContain('Answer 0'))
    expect(readings().slice(2)).toMatchObject([{ path: 'message.list', input: { windowId: added.id } }])
  })

  it('goes on showing an answer as running when its stream is lost, until the server tells of its end', async () => {
    await open()
    const [question, answer] = buildTurn('window-1', 1, { status: 'streaming', content: 'So far' })
    server.emit({ type: 'message', message: question! })
    server.emit({ type: 'message', message: answer! })
    await settle()
    useConnection().follow('reconnecting')
    await settle()
    expect(logOf('gpt-x').getAttribute('aria-busy')).toBe('true')
    useConnection().follow('open')
    messages['window-1']!.push(question!, { ...answer!, status: 'interrupted', content: 'So far, and on' })
    server.emit({ type: 'sync', messages: [] })
    await eventually(() => expect(logOf('gpt-x').textContent).toContain('So far, and on'))
    expect(logOf('gpt-x').getAttribute('aria-busy')).toBe('false')
    expect(logOf('gpt-x').textContent).toContain('Interrupted')
  })

  it('sends to one window alone from its own box', async () => {
    await open()
    const own = byRole('textbox', 'Message this window', windowOf('local'))
    await type(own, 'Only you')
    await click('button', 'Send', windowOf('local'))
    await eventually(() =>
      expect(inputsOf('message.send')).toMatchObject([{ content: 'Only you', windowIds: ['window-3'] }]),
    )
    expect(logOf('local').textContent).toContain('Only you')
    expect(logOf('gpt-x').textContent).not.toContain('Only you')
  })

  it('says on the button how many windows it reaches, and sends to those', async () => {
    session = {
      ...session,
      windows: session.windows.map((window, index) => ({ ...window, useGlobalInput: index !== 1 })),
    }
    await open()
    expect(byRole('checkbox', 'deepseek').getAttribute('aria-checked')).toBe('false')
    await type(box(), 'Two of you')
    await click('button', 'Send to 2 of 3')
    await eventually(() =>
      expect(inputsOf('message.send')).toMatchObject([{ windowIds: ['window-1', 'window-3'] }]),
    )
  })

  it('switches a window to the shared input and off by its chip', async () => {
    server.on('window.update', (patch: object) => ({ ...session.windows[1], ...patch }))
    await open()
    await click('checkbox', 'deepseek')
    await eventually(() =>
      expect(inputsOf('window.update')).toEqual([{ id: 'window-2', useGlobalInput: false }]),
    )
  })

  it('writes to one chosen window in single mode', async () => {
    await open()
    await click('button', 'One window')
    await click('radio', 'local')
    await type(box(), 'Just you')
    await click('button', 'Send to local')
    await eventually(() => expect(inputsOf('message.send')).toMatchObject([{ windowIds: ['window-3'] }]))
  })

  it('sends the first message to all windows, whatever box it is typed into, and offers examples', async () => {
    session = { ...session, initialBroadcastDone: false }
    messages = {}
    await open()
    expect(document.body.textContent).toContain('The first message goes to all windows.')
    const example = allByRole('button').find((button) => button.textContent?.includes('Compare three ways'))
    example!.click()
    await nextTick()
    expect(box().value).toContain('Compare three ways')
    await type(byRole('textbox', 'Message this window', windowOf('local')), 'First')
    await click('button', 'Send', windowOf('local'))
    for (const name of names) expect(logOf(name).textContent).toContain('First')
  })

  it('does not send to a window that still answers, and says which one that is', async () => {
    messages['window-1']!.push(...buildTurn('window-1', 1, { status: 'streaming', content: 'So far' }))
    await open()
    await type(box(), 'Next')
    expect(byRole('button', 'Send to all').hasAttribute('disabled')).toBe(true)
    expect(document.body.textContent).toContain('gpt-x is still answering.')
    box().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await settle()
    expect(inputsOf('message.send')).toEqual([])
  })

  it('stops one window by its button and by Esc, and all by theirs', async () => {
    await open()
    const answer = buildTurn('window-1', 1, { status: 'streaming', content: 'So far' })[1]!
    server.emit({ type: 'message', message: answer })
    await settle()
    await click('button', 'Stop', windowOf('gpt-x'))
    byRole('textbox', 'Message this window', windowOf('gpt-x')).dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }),
    )
    await settle()
    await click('button', 'Stop all')
    box().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    await settle()
    const all = { sessionId: 'session-1' }
    const one: unknown = { sessionId: 'session-1', messageIds: [answer.id] }
    await eventually(() => expect(inputsOf('message.stop')).toEqual([one, one, all, all]))
  })

  it('keeps drafts over a reload', async () => {
    await open()
    await type(box(), 'Not sent yet')
    await type(byRole('textbox', 'Message this window', windowOf('local')), 'Nor this')
    wrapper.unmount()
    await open()
    expect(box().value).toBe('Not sent yet')
    expect((byRole('textbox', 'Message this window', windowOf('local')) as HTMLTextAreaElement).value).toBe(
      'Nor this',
    )
  })

  it.each([
    [
      'failed',
      { status: 'error', content: '', errorCode: 'RATE_LIMITED', errorMessage: 'HTTP 429' },
      'The provider is getting too many requests. Try again in a moment.',
      'Retry',
    ],
    ['interrupted', { status: 'interrupted', content: 'So far' }, /interrupted/i, 'Retry'],
    [
      'broken off',
      { status: 'incomplete', content: 'So far' },
      'The answer broke off before its end, at the provider.',
      'Retry',
    ],
    ['cut off', { status: 'done', finishReason: 'length' }, 'Cut off at its length limit', 'Continue'],
    [
      'filtered',
      { status: 'done', finishReason: 'content_filter', content: '' },
      'content filter',
      'Other model',
    ],
    [
      'a request for a tool',
      { status: 'done', finishReason: 'tool_calls', content: '' },
      'asked for a tool',
      'Other model',
    ],
    ['stopped', { status: 'stopped', content: 'So far' }, 'Stopped by you', 'Retry'],
    ['empty', { status: 'done', content: '' }, 'The model answered with nothing.', 'Retry'],
  ] as [string, Partial<Message>, string | RegExp, string][])(
    'says how an answer ended that was %s, with one button for what to do',
    async (...[, patch, text, action]) => {
      messages['window-1'] = buildTurn('window-1', 0, patch)
      await open()
      expect(logOf('gpt-x').textContent).toMatch(text)
      byRole('button', action, windowOf('gpt-x'))
    },
  )

  it('shows the technical words of a failure only when asked', async () => {
    messages['window-1'] = buildTurn('window-1', 0, {
      status: 'error',
      content: '',
      errorCode: 'RATE_LIMITED',
      errorMessage: 'HTTP 429',
    })
    await open()
    expect(logOf('gpt-x').textContent).not.toContain('HTTP 429')
    await click('button', 'Details', windowOf('gpt-x'))
    expect(logOf('gpt-x').textContent).toContain('HTTP 429')
  })

  it('retries an answer, and leads back to the earlier attempt', async () => {
    await open()
    await click('button', 'Retry', windowOf('gpt-x'))
    await eventually(() => expect(inputsOf('message.retry')).toEqual([{ messageId: 'window-1-a0' }]))
    server.emit({
      type: 'message',
      message: buildMessage({
        id: 'retry-1',
        windowId: 'window-1',
        seq: 3,
        replyToId: 'window-1-u0',
        attempt: 2,
        content: 'Better',
      }),
    })
    await settle()
    expect(windowOf('gpt-x').textContent).toContain('2 of 2')
    expect(logOf('gpt-x').textContent).toContain('Better')
    expect(logOf('gpt-x').textContent).not.toContain('Answer 0')
    await click('button', 'Earlier attempt', windowOf('gpt-x'))
    expect(logOf('gpt-x').textContent).toContain('Answer 0')
  })

  it('shows a broadcast as one line that opens, and an input to one window in full', async () => {
    messages['window-1']!.push(
      buildUserMessage({
        id: 'alone',
        windowId: 'window-1',
        seq: 3,
        content: 'Alone',
        broadcastGroupId: 'group-x',
      }),
    )
    await open()
    const line = byRole('button', 'Show all of it', logOf('gpt-x'))
    expect(line.getAttribute('aria-expanded')).toBe('false')
    line.click()
    await nextTick()
    expect(line.getAttribute('aria-expanded')).toBe('true')
    expect(
      allByRole('button', /Show/, logOf('gpt-x')).map((button) => button.getAttribute('aria-label')),
    ).toEqual(['Show one line'])
  })

  it('folds what a model thought', async () => {
    messages['window-1'] = buildTurn('window-1', 0, { reasoning: 'Let me see.' })
    await open()
    expect(logOf('gpt-x').textContent).not.toContain('Let me see.')
    await click('button', 'Thoughts', windowOf('gpt-x'))
    expect(logOf('gpt-x').textContent).toContain('Let me see.')
  })

  it('reads again what it has as running and the watch does not know', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'], shouldAdvanceTime: false })
    messages['window-1'] = buildTurn('window-1', 0, { status: 'streaming', content: 'So' })
    await open()
    expect(logOf('gpt-x').getAttribute('aria-busy')).toBe('true')
    messages['window-1'] = buildTurn('window-1', 0, { content: 'So it ended.' })
    vi.advanceTimersByTime(3000)
    await settle()
    await eventually(() => expect(logOf('gpt-x').textContent).toContain('So it ended.'))
    vi.useRealTimers()
    expect(logOf('gpt-x').getAttribute('aria-busy')).toBe('false')
  })

  it('reads a window’s history also when events come before the window is known', async () => {
    let answerSession = () => {}
    server.on('session.get', () => new Promise((resolve) => (answerSession = () => resolve(session))))
    const late = buildTurn('window-1', 1)
    messages['window-1']!.push(...late)
    await open()
    for (const message of late) server.emit({ type: 'message', message })
    await settle()
    answerSession()
    await eventually(() => expect(logOf('gpt-x').textContent).toContain('Answer 0'))
    expect(logOf('gpt-x').textContent).toContain('Answer 1')
  })

  it('removes a window and takes that back for ten seconds', async () => {
    server.on('window.remove', ({ id }: { id: string }) => {
      session = { ...session, windows: session.windows.filter((window) => window.id !== id) }
      return { id }
    })
    server.on('window.restore', () => (session = buildSession()).windows[1])
    await open()
    byRole('button', 'Actions for deepseek').click()
    await settle()
    await click('menuitem', 'Remove')
    expect(allByRole('region', 'deepseek')).toEqual([])
    await eventually(() => byRole('button', 'Undo'))
    await click('button', 'Undo')
    await eventually(() => expect(allByRole('region', 'deepseek')).toHaveLength(1))
  })

  it('moves a window by keyboard through its menu', async () => {
    server.on('window.reorder', ({ windowIds }: { windowIds: string[] }) => ({
      ...session,
      windows: windowIds.map((id) => session.windows.find((window) => window.id === id)!),
    }))
    await open()
    byRole('button', 'Actions for deepseek').click()
    await settle()
    await click('menuitem', 'Move left')
    await eventually(() =>
      expect(inputsOf('window.reorder')).toEqual([
        { sessionId: 'session-1', windowIds: ['window-2', 'window-1', 'window-3'] },
      ]),
    )
    expect(allByRole('region').map((region) => region.getAttribute('aria-label'))).toEqual([
      'deepseek',
      'gpt-x',
      'local',
    ])
  })

  it('says so when the session is gone', async () => {
    server.on('session.get', () => {
      throw new FakeServerError('NOT_FOUND')
    })
    await open()
    expect(document.body.textContent).toContain('This session does not exist')
  })

  it.each(['en', 'zh-CN'] as const)('has nothing that axe objects to, in %s', async (locale) => {
    messages['window-1']!.push(
      ...buildTurn('window-1', 1, {
        status: 'error',
        content: '',
        errorCode: 'KEY_REFUSED',
        errorMessage: 'x',
      }),
    )
    messages['window-2'] = buildTurn('window-2', 0, {
      content: '# A\n\n```js\nlet a\n```\n\n| a |\n|--|\n| 1 |\n\n[x](https://example.com)',
    })
    await open(locale)
    const { violations } = await axe.run(document.body, {
      rules: { region: { enabled: false }, 'color-contrast': { enabled: false } },
    })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual(
      [],
    )
  })
})
