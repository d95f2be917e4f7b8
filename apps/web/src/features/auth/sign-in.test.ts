import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { byLabel, fill } from '../../shared/testing/by-label.ts'
import { byRole } from '../../shared/testing/by-role.ts'
import { createFakeServer, FakeServerError } from '../../shared/testing/fake-server.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import { sampleUser } from '../../shared/testing/samples.ts'

type Opened = Awaited<ReturnType<typeof openApp>>
let app: Opened | undefined

afterEach(() => {
  app?.close()
  app = undefined
})

function createServer(status: object = {}) {
  const current = { setupRequired: false, registration: 'closed', user: null, ...status }
  return createFakeServer({
    'auth.status': () => current,
    'auth.login': () => ({ user: sampleUser() }),
    'auth.register': () => ({ user: sampleUser() }),
    'session.list': () => ({ items: [], nextCursor: null }),
    'model.list': () => [],
    'apiKey.list': () => [],
    'session.tags': () => [],
    'lineUp.list': () => [],
    'preference.get': () => ({ titleModelId: null }),
  })
}

function pressEnter(field: HTMLInputElement): void {
  const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })
  if (field.dispatchEvent(event)) field.form?.requestSubmit()
}

async function signIn(email: string, password: string): Promise<void> {
  fill(await eventually(() => byLabel('Email')), email)
  fill(byLabel('Password'), password)
  pressEnter(byLabel('Password'))
  await flushPromises()
}

describe('the sign-in page', () => {
  it('asks a stranger to sign in, and leads to the wanted page by Enter in the password', async () => {
    const server = createServer()
    app = await openApp(server, '/account')
    expect(app.path()).toBe('/sign-in?to=/account')

    await signIn('  Ada@Example.com ', 'a short sentence')
    await eventually(() => expect(app?.path()).toBe('/account'))
    expect(server.calls).toContainEqual({
      path: 'auth.login',
      input: { email: 'ada@example.com', password: 'a short sentence' },
    })
  })

  it('says under the field what is wrong with it, and sends nothing', async () => {
    const server = createServer()
    app = await openApp(server)
    await signIn('ada', '')
    expect(document.body.textContent).toContain('Enter an email address, such as ada@example.com.')
    const field = byLabel('Password')
    expect(field.getAttribute('aria-invalid')).toBe('true')
    expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Fill this in.',
    )
    expect(server.calls.map((call) => call.path)).not.toContain('auth.login')
  })

  it('says that address or password is wrong, and stays', async () => {
    const server = createServer()
    server.on('auth.login', () => {
      throw new FakeServerError('INVALID_CREDENTIALS')
    })
    app = await openApp(server)
    await signIn('ada@example.com', 'wrong')
    await eventually(() => expect(byRole('alert').textContent).toContain('Email or password is wrong.'))
    expect(app.path()).toBe('/sign-in')
  })

  it('makes the first account the administrator', async () => {
    const server = createServer({ setupRequired: true, registration: 'open' })
    app = await openApp(server)
    await eventually(() => byRole('heading', 'Set up ChatMore'))
    await signIn('ada@example.com', 'short')
    expect(document.body.textContent).toContain('At least 8 characters.')
    await signIn('ada@example.com', 'a short sentence')
    await eventually(() => expect(app?.path()).toBe('/'))
    expect(server.calls.map((call) => call.path)).toContain('auth.register')
  })

  it('offers an account only while registration is open', async () => {
    app = await openApp(createServer())
    await eventually(() => byLabel('Email'))
    expect(document.body.textContent).toContain('New accounts are closed.')
    app.close()

    app = await openApp(createServer({ registration: 'open' }))
    const offer = await eventually(() => byRole('button', 'Create account'))
    offer.click()
    await flushPromises()
    byRole('heading', 'Create your account')
  })

  it('shows a field that the server refuses', async () => {
    const server = createServer({ setupRequired: true, registration: 'open' })
    server.on('auth.register', () => {
      throw new FakeServerError('INVALID_INPUT', undefined, { password: 'is shorter than 12 characters' })
    })
    app = await openApp(server)
    await signIn('ada@example.com', 'a short sentence')
    await eventually(() => expect(document.body.textContent).toContain('At least 12 characters.'))
  })

  it('says that the server cannot be reached, and goes on when it can', async () => {
    const server = createServer()
    server.on('auth.status', () => {
      throw new FakeServerError('INTERNAL', 'r-1')
    })
    app = await openApp(server)
    const retry = await eventually(() => byRole('button', 'Try again'))
    server.on('auth.status', () => ({ setupRequired: false, registration: 'closed', user: sampleUser() }))
    retry.click()
    await eventually(() => expect(app?.path()).toBe('/'))
  })

  it('has no axe violation', async () => {
    app = await openApp(createServer({ registration: 'open' }))
    await eventually(() => byLabel('Email'))
    expect(await findAxeViolations()).toEqual([])
  })
})

describe('a sign-in that has ended', () => {
  it('leads to the sign-in page with a word of why, and knows the way back', async () => {
    const server = createServer({ user: sampleUser() })
    app = await openApp(server)
    await eventually(() => byRole('navigation', 'Sessions'))
    for (const path of ['apiKey.list', 'account.signIns']) {
      server.on(path, () => {
        throw new FakeServerError('UNAUTHORIZED')
      })
    }
    await app.router.push('/account')
    await eventually(() => expect(app?.path()).toBe('/sign-in?to=/account&expired=1'))
    await eventually(() => expect(document.body.textContent).toContain('You were signed out.'))
  })
})
