import type { ApiKey, ApiKeyCreateInput, ApiKeyUpdateInput } from '@chatmore/api/contract'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { byLabel, fill } from '../../shared/testing/by-label.ts'
import { allByRole, byRole } from '../../shared/testing/by-role.ts'
import { FakeServerError } from '../../shared/testing/fake-server.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import { createSignedInServer, id, sampleModel, sampleUser } from '../../shared/testing/samples.ts'

type Opened = Awaited<ReturnType<typeof openApp>>
let app: Opened | undefined

afterEach(() => {
  app?.close()
  app = undefined
  vi.restoreAllMocks()
})

const AT = '2026-11-22T08:00:00.000Z'
const key: ApiKey = {
  id: id(7),
  name: 'Laptop',
  hint: 'x9Qz',
  expiresAt: '2020-01-01T00:00:00.000Z',
  lastUsedAt: null,
  createdAt: AT,
  ...{ modelIds: null, ipRanges: null, requestsPerMinute: null, tokensPerMinute: null },
}

function createServer(keys: ApiKey[] = []) {
  return createSignedInServer({
    'apiKey.list': () => keys,
    'apiKey.create': (input: ApiKeyCreateInput) => {
      keys.push({ ...key, id: id(8), name: input.name, expiresAt: input.expiresAt ?? null })
      return { ...keys.at(-1), key: 'cm-the-secret' }
    },
    'apiKey.update': ({ id: _id, ...input }: ApiKeyUpdateInput) => Object.assign(keys[0] ?? {}, input),
    'apiKey.revoke': (input: { id: string }) => {
      keys.splice(0)
      return input
    },
  })
}

async function press(name: string, root: ParentNode = document): Promise<void> {
  ;(await eventually(() => byRole('button', name, root))).click()
  await flushPromises()
}

describe('the account page', () => {
  it('says who is signed in', async () => {
    app = await openApp(createServer(), '/account')
    await eventually(() => byRole('heading', 'Account'))
    await eventually(() => expect(byLabel('Name').value).toBe('Ada'))
    for (const word of ['ada@example.com', 'Administrator', 'No key yet.']) {
      await eventually(() => expect(document.querySelector('main')?.textContent).toContain(word))
    }
  })

  it('takes another name, which shows at once wherever it stands', async () => {
    const server = createServer()
    server.on('account.update', ({ nickname }: { nickname: string }) => ({ user: sampleUser({ nickname }) }))
    app = await openApp(server, '/account')
    fill(await eventually(() => byLabel('Name')), ' Ada  L. ')
    await press('Save the name')
    await eventually(() => byRole('button', 'Account menu, Ada L.'))
    expect(server.calls).toContainEqual({ path: 'account.update', input: { nickname: 'Ada L.' } })
  })

  it('changes the password, and says below the field what is wrong with one', async () => {
    const server = createServer()
    server.on('account.changePassword', () => {
      throw new FakeServerError('INVALID_INPUT', undefined, { currentPassword: 'is not your password' })
    })
    app = await openApp(server, '/account')
    fill(await eventually(() => byLabel('Current password')), 'wrong')
    fill(byLabel('New password'), 'short')
    await press('Change password')
    expect(document.body.textContent).toContain('At least 8 characters.')
    fill(byLabel('New password'), 'a long password')
    await press('Change password')
    await eventually(() => expect(document.body.textContent).toContain('This is not your password.'))
    server.on('account.changePassword', () => ({ ended: 1 }))
    await press('Change password')
    await eventually(() => expect(document.body.textContent).toContain('Your password was changed.'))
    expect(byLabel('Current password').value).toBe('')
  })

  it('tells where one is signed in, and signs another browser out', async () => {
    const signIn = { userAgent: 'Firefox/1 Linux', address: '203.0.113.7', createdAt: AT, lastUsedAt: AT }
    const signIns = [
      { ...signIn, id: 'a'.repeat(64), isCurrent: false },
      { ...signIn, id: 'b'.repeat(64), isCurrent: true, userAgent: null },
    ]
    const server = createServer()
    server.on('account.signIns', () => signIns)
    server.on('account.endSignIn', (input: { id: string }) => {
      signIns.shift()
      return input
    })
    app = await openApp(server, '/account')
    await eventually(() => expect(document.body.textContent).toContain('Unknown browser This browser'))
    expect(document.body.textContent).toContain('203.0.113.7')
    expect(await findAxeViolations()).toEqual([])
    await press('Sign out Firefox on Linux')
    await eventually(() => expect(document.body.textContent).not.toContain('Firefox on Linux'))
    expect(allByRole('button', 'Sign out all others')).toEqual([])
  })

  it('leads to a file of all data, and deletes the account by the password alone', async () => {
    const server = createServer()
    server.on('account.remove', () => {
      throw new FakeServerError('INVALID_INPUT', undefined, { password: 'is not your password' })
    })
    const leave = vi.spyOn(location, 'assign').mockImplementation(() => {})
    app = await openApp(server, '/account')
    const link = await eventually(() => byRole('link', 'Export all my data'))
    expect([link.getAttribute('href'), link.hasAttribute('download')]).toEqual(['/account/export', true])
    await press('Delete my account')
    const dialog = await eventually(() => byRole('dialog', 'Delete your account?'))
    expect(dialog.textContent).toContain('This cannot be undone.')
    expect(await findAxeViolations()).toEqual([])
    fill(byLabel('Your password'), 'a guess')
    await press('Delete for good')
    await eventually(() => expect(document.body.textContent).toContain('This is not your password.'))
    expect(leave).not.toHaveBeenCalled()
    server.on('account.remove', () => ({ ok: true }))
    await press('Delete for good')
    await eventually(() => expect(leave).toHaveBeenCalledWith('/sign-in'))
  })

  it('makes a key, shows it this once and copies it', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    const server = createServer()
    app = await openApp(server, '/account')
    await press('Create a key')
    const dialog = await eventually(() => byRole('dialog'))
    await press('Create', dialog)
    expect(dialog.textContent).toContain('Fill this in.')
    fill(byLabel('What is it for?', dialog), 'Laptop')
    await press('Create', dialog)
    await eventually(() => expect(byLabel('The new key').value).toBe('cm-the-secret'))
    expect(server.calls.find((call) => call.path === 'apiKey.create')?.input).toEqual({
      name: 'Laptop',
      expiresAt: null,
      ...{ modelIds: null, ipRanges: null, requestsPerMinute: null, tokensPerMinute: null },
    })
    await press('Copy the key')
    await eventually(() => expect(write).toHaveBeenCalledWith('cm-the-secret'))
    await press('I have copied it')
    await eventually(() => expect(document.body.textContent).toContain('cm-…x9Qz'))
    await eventually(() => expect(allByRole('dialog')).toEqual([]))
    expect(document.body.innerHTML).not.toContain('cm-the-secret')
  })

  it('limits a key, says in words how, and names what is wrong with an address', async () => {
    const [model] = [sampleModel({ name: 'GPT' })]
    const server = createServer([{ ...key, modelIds: [model.id], requestsPerMinute: 60 }])
    server.on('model.list', () => [model])
    app = await openApp(server, '/account')
    await eventually(() => expect(document.body.textContent).toContain('Only GPT · 60 requests a minute'))
    await press('Edit Laptop')
    const dialog = await eventually(() => byRole('dialog', 'Edit the key'))
    expect((await eventually(() => byLabel('GPT', dialog))).checked).toBe(true)
    expect(await findAxeViolations()).toEqual([])
    fill(byLabel('Tokens a minute', dialog), '1000')
    fill(byLabel('Only from these addresses', dialog), '10.0.0.0/8\nnowhere')
    await press('Save', dialog)
    await eventually(() => expect(dialog.textContent).toContain('This is not an address or a range'))
    fill(byLabel('Only from these addresses', dialog), '10.0.0.0/8 ::1')
    byLabel('All that I may use', dialog).click()
    await press('Save', dialog)
    await eventually(() => expect(document.body.textContent).toContain('Only from 10.0.0.0/8, ::1'))
    expect(server.calls.find((call) => call.path === 'apiKey.update')?.input).toEqual({
      ...{ id: key.id, name: 'Laptop', modelIds: null, ipRanges: ['10.0.0.0/8', '::1'] },
      ...{ requestsPerMinute: 60, tokensPerMinute: 1000 },
    })
  })

  it('unfolds the limits of a new key where one of them is wrong', async () => {
    app = await openApp(createServer([]), '/account')
    await press('Create a key')
    const dialog = await eventually(() => byRole('dialog', 'Create a key'))
    fill(byLabel('What is it for?', dialog), 'Backups')
    const limits = dialog.querySelector('details')!
    const fold = async (isOpen: boolean) => {
      limits.open = isOpen
      limits.dispatchEvent(new Event('toggle'))
      await flushPromises()
    }
    await fold(true)
    fill(byLabel('Only from these addresses', dialog), '::ffff:10.0.0.1')
    await fold(false)
    expect(dialog.textContent).not.toContain('Only from these addresses')
    await press('Create', dialog)
    await eventually(() => expect(dialog.textContent).toContain('This is an IPv4 address within IPv6'))
  })

  it('lists keys with their state, and revokes one after asking', async () => {
    const server = createServer([{ ...key }])
    app = await openApp(server, '/account')
    await eventually(() => expect(document.body.textContent).toContain('Last used: Never · Expired'))
    await press('Revoke Laptop')
    const dialog = await eventually(() => byRole('dialog', 'Revoke Laptop?'))
    await press('Revoke', dialog)
    await eventually(() => expect(document.body.textContent).toContain('No key yet.'))
    expect(server.calls).toContainEqual({ path: 'apiKey.revoke', input: { id: key.id } })
  })

  it('takes another theme and another language at once, and keeps them', async () => {
    app = await openApp(createServer(), '/account')
    const theme = await eventually(() => byLabel('Theme'))
    theme.value = 'dark'
    theme.dispatchEvent(new Event('change'))
    await flushPromises()
    expect(document.documentElement.dataset.theme).toBe('dark')
    expect(localStorage.getItem('chatmore.theme')).toBe('dark')
    const language = byLabel('Language')
    language.value = 'zh-CN'
    language.dispatchEvent(new Event('change'))
    await eventually(() => byRole('heading', '账号'))
    expect(allByRole('heading', 'Account')).toEqual([])
  })

  it('has no axe violation', async () => {
    app = await openApp(createServer([{ ...key }]), '/account')
    await eventually(() => byRole('button', 'Revoke Laptop'))
    expect(await findAxeViolations()).toEqual([])
  })
})
