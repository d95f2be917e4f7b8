import type { LineUp, Template } from '@chatmore/api/contract'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { byLabel, fill } from '../../shared/testing/by-label.ts'
import { allByRole, byRole } from '../../shared/testing/by-role.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import {
  createSignedInServer,
  id,
  sampleCreated,
  sampleModel,
  sampleSession,
} from '../../shared/testing/samples.ts'

let app: Awaited<ReturnType<typeof openApp>> | undefined

beforeEach(() => {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
})
afterEach(() => {
  app?.close()
  app = undefined
  vi.unstubAllGlobals()
})

const at = '2026-11-22T08:00:00.000Z'
const window = (modelName: string, patch: Partial<LineUp['windows'][number]> = {}) => ({
  ...{ modelId: id(100), modelName, obstacle: null, name: null, systemMessage: null, params: {} },
  ...patch,
})
const lineUp = (patch: Partial<LineUp> = {}): LineUp => ({
  ...{ id: id(500), name: 'Coders', isDefault: false, columns: null, createdAt: at, updatedAt: at },
  windows: [
    window('GPT-5', { name: 'Cold', params: { temperature: 0 } }),
    window('Old one', { obstacle: 'removed' }),
  ],
  ...patch,
})
const template = (patch: Partial<Template> = {}): Template => ({
  ...{ id: id(600), name: 'Review', content: 'Review this.', createdAt: at, updatedAt: at },
  ...patch,
})

function createServer(handlers: Record<string, (input: never) => unknown> = {}) {
  return createSignedInServer({ 'model.list': () => [sampleModel()], ...handlers })
}
const inputsOf = (server: ReturnType<typeof createServer>, path: string) =>
  server.calls.filter((call) => call.path === path).map((call) => call.input)
/** The button whose name begins so. */
function pickOf(name: string): HTMLButtonElement {
  const found = allByRole('button').filter((button) => button.textContent?.trim().startsWith(name))
  if (found.length !== 1) throw new Error(`${found.length} buttons begin with ${name}`)
  return found[0] as HTMLButtonElement
}
const alerts = () => allByRole('alert').map((alert) => alert.textContent)

async function choose(menu: string, item: string): Promise<void> {
  ;(await eventually(() => byRole('button', menu))).click()
  await flushPromises()
  byRole('menuitem', item).click()
  await flushPromises()
}

describe('line-ups', () => {
  it('start a session by one click, without the windows whose model is gone', async () => {
    const server = createServer({
      'lineUp.list': () => [
        lineUp(),
        lineUp({ id: id(501), name: 'Gone', windows: [window('X', { obstacle: 'disabled' })] }),
      ],
      'session.create': sampleCreated,
      'session.get': () => sampleCreated({ windows: [{ modelId: id(100) }] }),
      'message.latest': () => [],
    })
    app = await openApp(server, '/')
    const pick = await eventually(() => pickOf('Coders'))
    expect(pick.textContent).toContain('Cold · Old one (removed)')
    const gone = pickOf('Gone')
    expect(gone.textContent).toContain('X (switched off)')
    expect(gone.disabled).toBe(true)
    expect(await findAxeViolations()).toEqual([])
    pick.click()
    await eventually(() => expect(app?.router.currentRoute.value.path).toBe(`/sessions/${id(300)}`))
    expect(inputsOf(server, 'session.create')).toEqual([
      { windows: [{ modelId: id(100), name: 'Cold', params: { temperature: 0 } }] },
    ])
  })

  it('that are the default begin the dialog for a new session', async () => {
    const server = createServer({ 'lineUp.list': () => [lineUp({ isDefault: true })] })
    app = await openApp(server, '/')
    ;(await eventually(() => byRole('button', 'New session'))).click()
    await eventually(() => byLabel('Window name: Cold'))
    byRole('button', 'Start with 1 window')
  })

  it('are saved from a session’s menu', async () => {
    const server = createServer({
      'session.list': () => ({ items: [sampleSession({ id: id(300) })], nextCursor: null, isPartial: false }),
      'session.get': () =>
        sampleCreated({ windows: [{ modelId: id(100), name: 'Cold', params: { seed: 1 } }] }),
      'lineUp.create': () => lineUp(),
    })
    app = await openApp(server, '/')
    await choose('Actions for Refactor the parser', 'Save as line-up…')
    const dialog = await eventually(() => byRole('dialog', 'Save as line-up'))
    await eventually(() => expect(dialog.textContent).toContain('Cold'))
    byRole('button', 'Save').click()
    await eventually(() => expect(alerts().join()).toContain('Fill this in.'))
    await fill(byLabel('Name'), 'Coders')
    byRole('button', 'Save').click()
    await eventually(() => expect(inputsOf(server, 'lineUp.create')).toHaveLength(1))
    expect(inputsOf(server, 'lineUp.create')[0]).toEqual({
      ...{ name: 'Coders', isDefault: false, columns: null },
      windows: [{ modelId: id(100), name: 'Cold', params: { seed: 1 } }],
    })
  })

  it('take the windows of a session in the place of their own, and get those back', async () => {
    const server = createServer({
      'session.list': () => ({ items: [sampleSession({ id: id(300) })], nextCursor: null, isPartial: false }),
      'session.get': () => sampleCreated({ windows: [{ modelId: id(100), name: 'Warm' }] }),
      'lineUp.list': () => [lineUp({ isDefault: true })],
      'lineUp.update': () => lineUp({ isDefault: true }),
    })
    app = await openApp(server, '/')
    await choose('Actions for Refactor the parser', 'Save as line-up…')
    const dialog = await eventually(() => byRole('dialog', 'Save as line-up'))
    await eventually(() => expect(dialog.textContent).toContain('Warm'))
    const into = (await eventually(() => byLabel('Save as'))) as unknown as HTMLSelectElement
    into.value = lineUp().id
    into.dispatchEvent(new Event('change'))
    await flushPromises()
    byRole('button', 'Save').click()
    await eventually(() => expect(inputsOf(server, 'lineUp.update')).toHaveLength(1))
    expect(inputsOf(server, 'lineUp.update')[0]).toMatchObject({
      ...{ id: lineUp().id, name: 'Coders', isDefault: true },
      windows: [{ modelId: id(100), name: 'Warm' }],
    })
    ;(await eventually(() => byRole('button', 'Undo'))).click()
    await eventually(() => expect(inputsOf(server, 'lineUp.update')).toHaveLength(2))
    expect(inputsOf(server, 'lineUp.update')[1]).toMatchObject({
      windows: [{ name: 'Cold' }, { modelId: lineUp().windows[1]!.modelId }],
    })
  })

  it('are renamed and lose a window in their own dialog', async () => {
    const server = createServer({
      'lineUp.list': () => [lineUp()],
      'lineUp.update': () => lineUp({ name: 'Reviewers' }),
    })
    app = await openApp(server, '/')
    await choose('Actions for the line-up Coders', 'Edit…')
    await eventually(() => byRole('dialog', 'Edit line-up'))
    await fill(byLabel('Name'), 'Reviewers')
    ;(await eventually(() => byRole('button', 'Remove Cold'))).click()
    await flushPromises()
    byRole('button', 'Save').click()
    await eventually(() => expect(inputsOf(server, 'lineUp.update')).toHaveLength(1))
    const [input] = inputsOf(server, 'lineUp.update') as [{ name: string; windows: unknown[] }]
    expect(input.name).toBe('Reviewers')
    expect(input.windows).toHaveLength(lineUp().windows.length - 1)
    await eventually(() => byRole('button', 'Undo'))
  })
})

describe('templates', () => {
  it('are kept, and refused without a name', async () => {
    const kept: Template[] = []
    const server = createServer({
      'template.list': () => kept,
      'template.create': (input: { name: string; content: string }) => {
        kept.push(template(input))
        return kept[0]
      },
    })
    app = await openApp(server, '/')
    await choose('Account menu, Ada', 'Prompt templates')
    ;(await eventually(() => byRole('button', 'New template'))).click()
    await flushPromises()
    await fill(byLabel('Prompt'), 'Translate {{text}} to {{language}}.')
    await eventually(() => expect(document.body.textContent).toContain('Variables: text, language'))
    byRole('button', 'Save').click()
    await eventually(() => expect(alerts().join()).toContain('Fill this in.'))
    await fill(byLabel('Name'), 'Translate')
    byRole('button', 'Save').click()
    await eventually(() => pickOf('Translate'))
    expect(await findAxeViolations()).toEqual([])
  })
})

describe('the list of sessions', () => {
  const page = (items = [sampleSession()], isPartial = false, nextCursor: string | null = null) => ({
    ...{ items, nextCursor, isPartial },
  })

  it('shows pinned sessions on top, and pins one', async () => {
    const items = [sampleSession({ id: id(201), title: 'Kept', pinned: true }), sampleSession()]
    const server = createServer({ 'session.list': () => page(items), 'session.update': () => null })
    app = await openApp(server, '/')
    const list = await eventually(() => byRole('navigation', 'Sessions'))
    await eventually(() => byRole('link', 'Kept'))
    expect(allByRole('heading', undefined, list).map((heading) => heading.textContent)).toEqual([
      'Pinned',
      'Today',
    ])
    await choose('Actions for Refactor the parser', 'Pin')
    await eventually(() =>
      expect(inputsOf(server, 'session.update')).toEqual([{ id: id(200), pinned: true }]),
    )
  })

  it('keeps archived ones behind a link, and leaves ten seconds to take one back', async () => {
    const server = createServer({
      'session.list': (input: { archived?: boolean }) =>
        page(input.archived ? [sampleSession({ title: 'Long done', archived: true })] : [sampleSession()]),
      'session.update': () => null,
    })
    app = await openApp(server, '/')
    await choose('Actions for Refactor the parser', 'Archive')
    await eventually(() =>
      expect(inputsOf(server, 'session.update')).toEqual([{ id: id(200), archived: true }]),
    )
    ;(await eventually(() => byRole('button', 'Undo'))).click()
    await flushPromises()
    await eventually(() =>
      expect(inputsOf(server, 'session.update')[1]).toEqual({ id: id(200), archived: false }),
    )
    byRole('button', 'Archive').click()
    await eventually(() => byRole('link', 'Long done'))
    byRole('button', 'Back to the sessions').click()
    await eventually(() => byRole('link', 'Refactor the parser'))
  })

  it('is narrowed to a tag', async () => {
    const server = createServer({
      'session.list': () => page(),
      'session.tags': () => [{ tag: '工作', sessionCount: 1 }],
    })
    app = await openApp(server, '/')
    const tag = await eventually(() => byRole('button', '工作'))
    tag.click()
    await eventually(() => expect(tag.getAttribute('aria-pressed')).toBe('true'))
    await eventually(() =>
      expect(inputsOf(server, 'session.list')).toContainEqual(expect.objectContaining({ tag: '工作' })),
    )
  })

  it('shows where a search found its words, says that it is not done, and goes on when asked', async () => {
    const match = { messageId: id(700), windowId: id(400), role: 'user' as const, snippet: '…拆成微服务之后' }
    const server = createServer({
      'session.list': (input: { search?: string; cursor?: string }) => {
        if (!input.search) return page()
        return input.cursor
          ? page([sampleSession({ id: id(202), title: 'Older' })])
          : page([sampleSession({ match })], true, 'next')
      },
    })
    app = await openApp(server, '/')
    await eventually(() => byRole('link', 'Refactor the parser'))
    await fill(byLabel('Search sessions'), '微服务')
    await eventually(() => expect(document.body.textContent).toContain('You: …拆成微服务之后'))
    expect(document.body.textContent).toContain('Only the latest messages have been searched so far.')
    byRole('button', 'Search older ones').click()
    await eventually(() => byRole('link', 'Older'))
    expect(document.body.textContent).not.toContain('Only the latest messages')
  })

  it('gives a session tags', async () => {
    const server = createServer({
      'session.list': () => page([sampleSession({ tags: ['Work'] })]),
      'session.update': () => null,
    })
    app = await openApp(server, '/')
    await choose('Actions for Refactor the parser', 'Tags…')
    await eventually(() => byRole('button', 'Remove the tag Work'))
    await fill(byLabel('Add a tag'), 'x'.repeat(41))
    byRole('button', 'Save').click()
    await eventually(() => expect(alerts().join()).toContain('40'))
    await fill(byLabel('Add a tag'), '# 翻译')
    byRole('button', 'Save').click()
    await eventually(() =>
      expect(inputsOf(server, 'session.update')).toEqual([{ id: id(200), tags: ['Work', '翻译'] }]),
    )
  })
})
