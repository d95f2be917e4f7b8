import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { byLabel, fill } from '../../shared/testing/by-label.ts'
import { byRole } from '../../shared/testing/by-role.ts'
import { createFakeServer, FakeServerError } from '../../shared/testing/fake-server.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import { createSignedInServer, sampleUser } from '../../shared/testing/samples.ts'

let app: Awaited<ReturnType<typeof openApp>> | undefined
afterEach(() => {
  app?.close()
  vi.restoreAllMocks()
})

const token = 't'.repeat(43)
const nobody = { setupRequired: false, registration: 'invite', user: null }

it('an invitation leads to a form that registers with its token', async () => {
  const server = createFakeServer({
    'auth.status': () => nobody,
    'auth.readInvite': () => ({ role: 'admin', expiresAt: '2100-01-01T00:00:00.000Z' }),
    'auth.register': () => {
      throw new FakeServerError('EMAIL_TAKEN', undefined, { email: 'has an account already' })
    },
  })
  app = await openApp(server, `/register?invite=${token}`)
  await eventually(() => expect(document.body.textContent).toContain('invited as an administrator'))
  expect(await findAxeViolations()).toEqual([])
  fill(byLabel('Email'), 'eve@example.com')
  fill(byLabel('Password'), 'a long password')
  byRole('button', 'Create account').click()
  await eventually(() =>
    expect(server.calls).toContainEqual({
      path: 'auth.register',
      input: { email: 'eve@example.com', password: 'a long password', invite: token },
    }),
  )
})

it.each(['/register', '/register?invite=x', '/reset-password', `/reset-password#${token}`])(
  'the link %s that is not good says so, and leads to the sign-in',
  async (path) => {
    const refuse = (input: { token: string }) => {
      throw new FakeServerError(input.token === token ? 'LINK_INVALID' : 'INVALID_INPUT')
    }
    const server = createFakeServer({
      'auth.status': () => nobody,
      'auth.readInvite': refuse,
      'auth.readReset': refuse,
    })
    app = await openApp(server, path)
    await eventually(() => byRole('heading', 'This link does not work'))
    expect(document.body.textContent).toContain('Ask for a new one.')
    expect(byRole('link', 'Sign in').getAttribute('href')).toBe('/sign-in')
  },
)

it('a password link sets a password, for who is signed in as someone else, too, and begins with a fresh page', async () => {
  const assign = vi.spyOn(location, 'assign').mockImplementation(() => undefined)
  const server = createSignedInServer({
    'auth.readReset': () => ({ email: 'bob@example.com' }),
    'auth.resetPassword': () => ({ user: sampleUser() }),
  })
  app = await openApp(server, `/reset-password#${token}`)
  await eventually(() => expect(document.body.textContent).toContain('For bob@example.com.'))
  fill(byLabel('New password'), 'short')
  byRole('button', 'Set password and sign in').click()
  await flushPromises()
  expect(document.body.textContent).toContain('At least 8 characters.')
  fill(byLabel('New password'), 'a long password')
  byRole('button', 'Set password and sign in').click()
  await eventually(() => expect(assign).toHaveBeenCalledWith('/'))
  expect(server.calls).toContainEqual({
    path: 'auth.resetPassword',
    input: { token, password: 'a long password' },
  })
})
