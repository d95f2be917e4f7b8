import type { Invite, ListedUser, UserUpdateInput } from '@chatmore/api/contract'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { byLabel, fill } from '../../shared/testing/by-label.ts'
import { allByRole, byRole } from '../../shared/testing/by-role.ts'
import { FakeServerError } from '../../shared/testing/fake-server.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import { createSignedInServer, id, sampleUser } from '../../shared/testing/samples.ts'

let app: Awaited<ReturnType<typeof openApp>> | undefined
afterEach(() => {
  app?.close()
  app = undefined
})

const AT = '2026-11-22T08:00:00.000Z'
const ada: ListedUser = { ...sampleUser(), lastSignInAt: AT, suspendedAt: null, signIns: 1 }
const bob = (): ListedUser => ({ ...ada, id: id(2), nickname: 'Bob', email: 'bob@example.com', role: 'user' })
const invited: Invite = {
  ...{ id: id(9), role: 'user', note: 'Eve', createdBy: 'ada@example.com', usedBy: null },
  ...{ expiresAt: '2100-01-01T00:00:00.000Z', usedAt: null, revokedAt: null, createdAt: AT },
}

function createServer(registration: 'invite' | 'closed' = 'invite') {
  const users = [bob(), ada]
  const invites: Invite[] = []
  return createSignedInServer({
    'auth.status': () => ({ setupRequired: false, registration, user: sampleUser() }),
    'user.list': () => ({ items: users, nextCursor: null }),
    'user.update': ({ id: changed, role, suspended }: UserUpdateInput) => {
      if (changed === ada.id) throw new FakeServerError('LAST_ADMIN')
      const [user] = users as [ListedUser]
      if (role) user.role = role
      if (suspended !== undefined) user.suspendedAt = suspended ? AT : null
      return user
    },
    'user.remove': (input: { id: string }) => {
      users.splice(
        users.findIndex((user) => user.id === input.id),
        1,
      )
      return input
    },
    'user.resetPassword': () => ({ token: 'r'.repeat(43), expiresAt: AT }),
    'invite.list': () => ({ items: invites, nextCursor: null }),
    'invite.create': (input: { note: string }) => {
      invites.push({ ...invited, note: input.note })
      return { id: invited.id, token: 't'.repeat(43), expiresAt: AT }
    },
    'invite.revoke': (input: { id: string }) => {
      invites.splice(0)
      return input
    },
  })
}

async function press(name: string, role = 'button'): Promise<void> {
  ;(await eventually(() => byRole(role, name))).click()
  await flushPromises()
}
const seen = (text: string) => eventually(() => expect(document.body.textContent).toContain(text))

describe('the users page', () => {
  it('promotes and suspends after asking, and says why the last administrator stays', async () => {
    app = await openApp(createServer(), '/admin/users')
    await seen('bob@example.com')
    expect(await findAxeViolations()).toEqual([])
    await press('Actions for Bob')
    await press('Make administrator', 'menuitem')
    await seen('Bob is an administrator now.')
    await press('Actions for Bob')
    await press('Suspend', 'menuitem')
    await eventually(() => byRole('dialog', 'Suspend Bob?'))
    await press('Suspend')
    await seen('Bob was suspended.')
    await press('Actions for Bob')
    await press('Restore', 'menuitem')
    await seen('Bob may sign in again.')
    await press('Actions for Ada')
    await press('Take the administrator role away', 'menuitem')
    await seen('This is the last administrator.')
  })

  it('deletes another’s account after asking, and not one’s own', async () => {
    const server = createServer()
    app = await openApp(server, '/admin/users')
    await press('Actions for Bob')
    await press('Delete account', 'menuitem')
    await eventually(() => byRole('dialog', 'Delete the account of Bob?'))
    expect(server.calls.map(({ path }) => path)).not.toContain('user.remove')
    await press('Delete for good')
    await seen('The account of Bob was deleted.')
    await eventually(() => expect(document.body.textContent).not.toContain('bob@example.com'))
    await press('Actions for Ada')
    await eventually(() => byRole('menuitem', 'Suspend'))
    expect(allByRole('menuitem', 'Delete account')).toEqual([])
  })

  it('gives a password link, shown once, whose token no server is sent', async () => {
    app = await openApp(createServer(), '/admin/users')
    await press('Actions for Bob')
    await press('Password link', 'menuitem')
    const link = await eventually(() => byLabel('The link').value)
    expect(new URL(link).pathname).toBe('/reset-password')
    expect(new URL(link).hash).toBe(`#${'r'.repeat(43)}`)
    expect(new URL(link).search).toBe('')
  })

  it('invites, lists the invitation and revokes it', async () => {
    const server = createServer()
    app = await openApp(server, '/admin/users')
    await press('Invite')
    fill(await eventually(() => byLabel('Whom is it for?')), 'Eve')
    await press('Make the link')
    expect(await eventually(() => byLabel('The link').value)).toMatch(/\/register\?invite=t{43}$/)
    expect(server.calls.find(({ path }) => path === 'invite.create')?.input).toEqual({
      ...{ note: 'Eve', role: 'user', expiresInDays: 7 },
    })
    await press('I have copied it')
    await press('Revoke Eve')
    await seen('The invitation was revoked.')
    await seen('No invitation yet.')
  })

  it('leads to the calls of a user', async () => {
    app = await openApp(createServer(), '/admin/users')
    await press('Actions for Bob')
    await press('Calls', 'menuitem')
    await eventually(() => expect(app?.path()).toBe(`/admin/calls?user=${id(2)}`))
  })

  it('says how to open registration where it is closed', async () => {
    app = await openApp(createServer('closed'), '/admin/users')
    await seen('CHATMORE_REGISTRATION=invite')
  })

  it('is not for those who are no administrators', async () => {
    const server = createServer()
    const user = sampleUser({ role: 'user' })
    server.on('auth.status', () => ({ setupRequired: false, registration: 'closed', user }))
    app = await openApp(server, '/admin/users')
    await seen('Users are managed by administrators')
  })
})
