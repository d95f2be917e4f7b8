import type { CallDetail, CallListInput, CallPage } from '@chatmore/api/contract'
import { afterEach, describe, expect, it } from 'vitest'
import { byLabel, fill } from '../../shared/testing/by-label.ts'
import { byRole } from '../../shared/testing/by-role.ts'
import { FakeServerError } from '../../shared/testing/fake-server.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import { createSignedInServer, id, sampleModel, sampleUser } from '../../shared/testing/samples.ts'
import { sampleCall, sampleDetail } from './testing/sample-call.ts'

let app: Awaited<ReturnType<typeof openApp>> | undefined
afterEach(() => {
  app?.close()
  app = undefined
})

const failed = sampleCall({
  ...{ id: id(501), status: 'error', errorCode: 'RATE_LIMITED', userName: null },
  ...{ promptTokens: null, completionTokens: null, cost: null, currency: null, ttftMs: null },
})
const page = (patch: Partial<CallPage> = {}): CallPage => ({
  ...{ items: [sampleCall()], nextCursor: null, isPartial: false },
  ...patch,
})

function createServer(list: (input: CallListInput) => CallPage, detail: Partial<CallDetail> = {}) {
  return createSignedInServer({
    'callLog.list': list as (input: never) => unknown,
    'callLog.get': () => sampleDetail(detail),
    'model.list': () => [sampleModel()],
    'user.list': () => ({
      items: [{ ...sampleUser(), lastSignInAt: null, suspendedAt: null, signIns: 1 }],
      nextCursor: null,
    }),
  })
}

function choose(label: string, value: string): void {
  const field = byLabel(label)
  field.value = value
  field.dispatchEvent(new Event('change'))
}
const seen = (text: string) => eventually(() => expect(document.body.textContent).toContain(text))
const asked = (server: ReturnType<typeof createServer>) =>
  server.calls.filter(({ path }) => path === 'callLog.list').at(-1)?.input

describe('the call log', () => {
  it('shows everyone’s calls page by page, with their facts in words', async () => {
    const server = createServer(({ cursor }) =>
      cursor ? page({ items: [failed] }) : page({ nextCursor: 'more' }),
    )
    app = await openApp(server, '/admin/calls')
    await eventually(() => byRole('row', /GPT-5.*Ada.*Answer.*Done.*1,000 \/ 50.*\$0\.003.*0\.4 s.*2\.4 s/))
    expect(await findAxeViolations()).toEqual([])
    byRole('button', 'Show more').click()
    await eventually(() => byRole('row', /Deleted user.*Failed.*–.*–.*–/))
  })

  it('keeps its filters in the address, and in what it gives as files', async () => {
    const server = createServer(() => page())
    app = await openApp(server, `/admin/calls?status=error&user=${id(1)}`)
    await eventually(() => expect(asked(server)).toMatchObject({ status: 'error', userId: id(1) }))
    choose('Made for', 'retry')
    fill(byLabel('Search answers and errors'), '429')
    await eventually(() =>
      expect(app?.path()).toBe(`/admin/calls?user=${id(1)}&source=retry&status=error&search=429`),
    )
    await eventually(() =>
      expect(asked(server)).toMatchObject({ status: 'error', source: 'retry', search: '429' }),
    )
    const link = await eventually(() => byRole('link', 'CSV'))
    expect(link.getAttribute('href')).toBe(`/calls.csv?userId=${id(1)}&source=retry&status=error&search=429`)
    byRole('button', 'Clear filters').click()
    await eventually(() => expect(app?.path()).toBe('/admin/calls'))
    await eventually(() => expect(byLabel('Search answers and errors').value).toBe(''))
  })

  it('is of one’s own calls at another address, where no other user can be chosen', async () => {
    const server = createServer(() => page())
    app = await openApp(server, '/calls')
    await eventually(() => byRole('row', /GPT-5/))
    expect(asked(server)).toEqual({ userId: id(1), limit: 50, cursor: null })
    expect(document.querySelector('[aria-label="User"]')).toBeNull()
  })

  it('says what is empty and why, and where a search goes on', async () => {
    let answer = page({ items: [] })
    app = await openApp(
      createServer(() => answer),
      '/calls',
    )
    await seen('No calls yet')
    choose('Status', 'error')
    await seen('No call like this')
    answer = page({ items: [], isPartial: true, nextCursor: 'more' })
    choose('Status', 'stopped')
    await seen('Nothing found among the calls looked at so far.')
    byRole('button', 'Search older calls')
  })

  it('says what failed, and tries again', async () => {
    let isBroken = true
    const server = createServer(() => {
      if (isBroken) throw new FakeServerError('INTERNAL', 'ref-7')
      return page()
    })
    app = await openApp(server, '/calls')
    await seen('Reference: ref-7')
    isBroken = false
    byRole('button', 'Try again').click()
    await eventually(() => byRole('row', /GPT-5/))
  })

  it('is not for those who are no administrators, where it is everyone’s', async () => {
    const server = createServer(() => page())
    const user = sampleUser({ role: 'user' })
    server.on('auth.status', () => ({ setupRequired: false, registration: 'closed', user }))
    app = await openApp(server, '/admin/calls')
    await seen('The calls of everyone are read by administrators')
  })
})

describe('a call', () => {
  it('tells all that is known of it, and what went over the wire', async () => {
    app = await openApp(
      createServer(() => page()),
      `/calls?call=${id(500)}`,
    )
    const drawer = await eventually(() => byRole('dialog', 'Call'))
    await eventually(() => expect(drawer.textContent).toContain('What is a monad?'))
    for (const text of ['gpt-5-2026', '0.0030000001 USD', '$2.5', '600', 'A monoid.', '25 tokens a second']) {
      expect(drawer.textContent).toContain(text)
    }
    expect(byRole('link', 'Open the session').getAttribute('href')).toBe(`/sessions/${id(300)}`)
    expect(await findAxeViolations()).toEqual([])
    const [raw] = [...drawer.querySelectorAll<HTMLElement>('button[aria-pressed]')]
    raw?.click()
    await eventually(() => expect(drawer.querySelector('pre')?.textContent).toContain('"temperature": 0.7'))
    byRole('button', 'Close').click()
    await eventually(() => expect(app?.path()).toBe('/calls'))
  })

  it('is replayed on the models that are chosen, once, and the new session opens', async () => {
    const server = createServer(() => page())
    server.on('model.list', () => [
      sampleModel(),
      sampleModel({ id: id(101), name: 'Llama', model: 'llama' }),
    ])
    let tries = 0
    server.on('callLog.replay', () => {
      if (tries++ === 0) throw new FakeServerError('UNAVAILABLE')
      return { sessionId: id(700), broadcastGroupId: id(701), turns: [] }
    })
    app = await openApp(server, `/calls?call=${id(500)}`)
    ;(await eventually(() => byRole('button', 'Replay in windows'))).click()
    ;(await eventually(() => byRole('checkbox', /Llama/))).click()
    ;(await eventually(() => byRole('button', 'Replay in 2 windows'))).click()
    await seen('The server cannot use its database right now.')
    byRole('button', 'Replay in 2 windows').click()
    await eventually(() => expect(app?.path()).toBe(`/sessions/${id(700)}`))
    const [first, second, ...others] = server.calls.filter(({ path }) => path === 'callLog.replay')
    expect(first?.input).toMatchObject({ id: id(500), modelIds: [id(100), id(101)], withParams: true })
    expect(second).toEqual(first)
    expect(others).toEqual([])
  })

  it.each<[string, Partial<CallDetail>]>([
    ['What was sent and answered is not on record', { isRecorded: false, request: null, response: null }],
    ['Of long texts only the beginning is on record.', { isCut: true, request: '{"model":"gp' }],
    [
      'The models of this session are hidden.',
      { upstreamModel: null, modelName: null, isRecorded: false, request: null, response: null },
    ],
    ['It was sent with images that are not on record', { replayObstacle: 'images' }],
    ['Nightly job', { source: 'relay', apiKeyId: id(900), apiKeyName: 'Nightly job' }],
    ['smart, as number 2 of its models', { relayName: 'smart', relayAttempt: 2 }],
    ['Too many requests here.', { errorCode: 'RATE_LIMITED', errorDetail: 'Too many requests here.' }],
  ])('says so where %s', async (sentence, patch) => {
    app = await openApp(
      createServer(() => page(), patch),
      `/calls?call=${id(500)}`,
    )
    await seen(sentence)
  })
})
