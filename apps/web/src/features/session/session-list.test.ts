import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { byLabel, fill } from '../../shared/testing/by-label.ts'
import { allByRole, byRole } from '../../shared/testing/by-role.ts'
import { FakeServerError } from '../../shared/testing/fake-server.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import { createSignedInServer, id, sampleSession } from '../../shared/testing/samples.ts'

type Opened = Awaited<ReturnType<typeof openApp>>
let app: Opened | undefined
/** What scrolls into sight is told to this. */
let reachEnd: (() => void) | undefined

beforeEach(() => {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
        reachEnd = () => tell([{ isIntersecting: true }])
      }
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

const day = (daysBack: number) => new Date(Date.now() - daysBack * 86_400_000).toISOString()

function createServer(items = [sampleSession()]) {
  return createSignedInServer({
    'session.list': (input: { search?: string; cursor?: string | null }) => {
      const wanted = input.search ?? ''
      return { items: items.filter((item) => item.title.includes(wanted)), nextCursor: null }
    },
    'session.update': () => null,
    'session.remove': (input: { id: string }) => input,
    'session.restore': () => null,
  })
}

const titles = () =>
  allByRole('link', undefined, byRole('navigation', 'Sessions')).map((link) => link.textContent)
const linkTo = (title: string) => eventually(() => byRole('link', title))

async function choose(title: string, action: string): Promise<void> {
  ;(await eventually(() => byRole('button', `Actions for ${title}`))).click()
  await flushPromises()
  byRole('menuitem', action).click()
  await flushPromises()
}

describe('the session list', () => {
  it('links to the sessions, by day', async () => {
    app = await openApp(
      createServer([
        sampleSession({ id: id(1), title: 'Trip' }),
        sampleSession({ id: id(2), title: '', updatedAt: day(1) }),
        sampleSession({ id: id(3), title: 'Old', updatedAt: day(400) }),
      ]),
    )
    const link = await linkTo('Trip')
    expect(link.getAttribute('href')).toBe(`/sessions/${id(1)}`)
    expect(titles()).toEqual(['Trip', 'New session', 'Old'])
    const groups = allByRole('region', undefined, byRole('navigation', 'Sessions'))
    expect(groups.map((group) => group.getAttribute('aria-label')).slice(0, 2)).toEqual([
      'Today',
      'Yesterday',
    ])
  })

  it('says that a session is answering', async () => {
    app = await openApp(createServer([sampleSession({ title: 'Trip', isRunning: true })]))
    await eventually(() => byRole('img', 'answering'))
  })

  it('shows a title that was given on another device as soon as it is told of a change', async () => {
    const items = [sampleSession({ id: id(1), title: 'Before' })]
    const server = createServer(items)
    app = await openApp(server)
    await linkTo('Before')
    items[0] = sampleSession({ id: id(1), title: 'After', isRunning: true })
    server.emitToUser({ type: 'changed', domains: ['session', 'message'] })
    const link = await eventually(() => byRole('link', /^After/))
    expect(link.querySelector('[aria-label="answering"]')).not.toBeNull()
  })

  it('finds by title, and says when nothing matches', async () => {
    app = await openApp(
      createServer([sampleSession({ title: 'Trip' }), sampleSession({ id: id(2), title: 'Tax' })]),
    )
    await linkTo('Trip')
    fill(byLabel('Search sessions'), 'Tax')
    await eventually(() => expect(titles()).toEqual(['Tax']))
    fill(byLabel('Search sessions'), 'zzz')
    await eventually(() =>
      expect(document.body.textContent).toContain('No session has “zzz” in its title or messages.'),
    )
  })

  it('loads the next page when its end comes into sight', async () => {
    const server = createServer()
    server.on('session.list', (input: { cursor?: string | null }) =>
      input.cursor
        ? { items: [sampleSession({ id: id(2), title: 'Second page' })], nextCursor: null }
        : { items: [sampleSession({ title: 'First page' })], nextCursor: 'more' },
    )
    app = await openApp(server)
    await linkTo('First page')
    reachEnd?.()
    await linkTo('Second page')
  })

  it('renames in place: Enter keeps, Escape does not', async () => {
    const server = createServer([sampleSession({ title: 'Trip' })])
    app = await openApp(server)
    await choose('Trip', 'Rename')
    fill(byLabel('New title'), 'Kyoto')
    byLabel('New title').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    await linkTo('Trip')
    expect(server.calls.map((call) => call.path)).not.toContain('session.update')

    await choose('Trip', 'Rename')
    fill(byLabel('New title'), ' Kyoto ')
    byLabel('New title').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await eventually(() =>
      expect(server.calls).toContainEqual({
        path: 'session.update',
        input: { id: sampleSession().id, title: 'Kyoto' },
      }),
    )
  })

  it('deletes at once and gives it back on Undo', async () => {
    const kept = sampleSession({ title: 'Trip' })
    const server = createServer([kept])
    let isRemoved = false
    server.on('session.list', () => ({ items: isRemoved ? [] : [kept], nextCursor: null }))
    server.on('session.remove', (input: { id: string }) => ((isRemoved = true), input))
    server.on('session.restore', () => ((isRemoved = false), null))
    app = await openApp(server)

    await choose('Trip', 'Delete')
    await eventually(() => expect(titles()).toEqual([]))
    const undo = await eventually(() => byRole('button', 'Undo'))
    expect(document.body.textContent).toContain('“Trip” was deleted.')
    undo.click()
    await linkTo('Trip')
    expect(server.calls).toContainEqual({ path: 'session.restore', input: { id: kept.id } })
  })

  it('puts a session back that the server would not delete, and says why', async () => {
    const server = createServer([sampleSession({ title: 'Trip' })])
    server.on('session.remove', () => {
      throw new FakeServerError('UNAVAILABLE')
    })
    app = await openApp(server)
    await choose('Trip', 'Delete')
    await linkTo('Trip')
    expect(document.body.textContent).toContain('The server cannot use its database right now.')
  })

  it('says that it could not be loaded, and tries again when asked to', async () => {
    const server = createServer([sampleSession({ title: 'Trip' })])
    server.on('session.list', () => {
      throw new FakeServerError('INTERNAL', 'r-1')
    })
    app = await openApp(server)
    const retry = await eventually(() => byRole('button', 'Try again'))
    server.on('session.list', () => ({ items: [sampleSession({ title: 'Trip' })], nextCursor: null }))
    retry.click()
    await linkTo('Trip')
  })

  it('speaks Chinese when asked to', async () => {
    app = await openApp(createServer())
    await linkTo('Refactor the parser')
    byRole('button', 'Language').click()
    await flushPromises()
    byRole('menuitemradio', '中文').click()
    await eventually(() => byRole('navigation', '会话'))
    expect(document.documentElement.lang).toBe('zh-CN')
    expect(localStorage.getItem('chatmore.locale')).toBe('zh-CN')
  })

  it('has no axe violation, with its menu open too', async () => {
    app = await openApp(createServer())
    ;(await eventually(() => byRole('button', 'Actions for Refactor the parser'))).click()
    await flushPromises()
    expect(await findAxeViolations()).toEqual([])
  })
})
