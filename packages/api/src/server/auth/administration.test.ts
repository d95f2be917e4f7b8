import { openDatabase } from '@chatmore/db'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApi, type Caller, type TestApi } from '../testing/create-test-api.ts'
import { hashSecretToken } from './secret-token.ts'

const password = 'a long password'
const other = 'another long password'

/** One server for all: it lets in whoever is invited. */
let test: TestApi
let ada: Person
beforeAll(async () => {
  test = await createTestApi({ registration: 'invite' })
  ada = await join()
})
afterAll(() => test[Symbol.asyncDispose]())

interface Person {
  id: string
  email: string
  cookie: string
  call: Caller
}

const withCookie = (cookie: string) => ({ headers: new Headers({ cookie }) })
const withKey = (key: string) => ({ headers: new Headers({ authorization: `Bearer ${key}` }) })
const nameOf = (cookie: string | undefined) => cookie?.split(';')[0] ?? ''

async function query(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  type Pool = { query(sql: string, values?: unknown[]): Promise<[Record<string, unknown>[]]> }
  return (await (test.database.db.$client as unknown as Pool).query(sql, values))[0]
}

let people = 0
/** Registers someone, by an invitation where they are not the first. */
async function join(role: 'admin' | 'user' = 'user'): Promise<Person> {
  const { call, cookies } = test.connect()
  const email = `person${(people += 1)}@example.com`
  const invite = people === 1 ? undefined : (await ada.call.invite.create({ role })).token
  const { user } = await call.auth.register({ email, password, invite })
  const cookie = nameOf(cookies[0])
  return { id: user.id, email, cookie, call: test.connect(withCookie(cookie)).call }
}

async function signIn(email: string, typed = password): Promise<string> {
  const { call, cookies } = test.connect()
  await call.auth.login({ email, password: typed })
  return nameOf(cookies[0])
}

/** The newest first. */
async function recordedOf(userId: string) {
  const { items } = await ada.call.audit.list({ userId })
  return items.map(({ action }) => action)
}

describe('an invitation', () => {
  const register = (invite: string, email: string) =>
    test.connect().call.auth.register({ email, password, invite })

  it('lets exactly one of ten at once in, with its role, and is stored as a hash', async () => {
    const { id, token } = await ada.call.invite.create({ role: 'admin', note: ' For  Bob ' })
    expect(await test.connect().call.auth.readInvite({ token })).toMatchObject({ role: 'admin' })
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_one, index) => register(token, `guest${index}@example.com`)),
    )
    const codes = results.map((result) =>
      result.status === 'fulfilled' ? result.value.user.role : result.reason.appCode,
    )
    expect(codes.filter((code) => code === 'admin')).toHaveLength(1)
    expect(codes.filter((code) => code === 'LINK_INVALID')).toHaveLength(9)
    expect(await query("SELECT COUNT(*) AS count FROM users WHERE email LIKE 'guest%'")).toEqual([
      { count: 1 },
    ])
    expect(await query('SELECT token_hash AS hash FROM invites WHERE id = ?', [id])).toEqual([
      { hash: hashSecretToken(token) },
    ])
    const [listed] = (await ada.call.invite.list({})).items
    expect(listed).toMatchObject({ id, note: 'For Bob', createdBy: ada.email, usedBy: /^guest\d@/ })
    expect(listed?.usedAt).not.toBeNull()
    expect(JSON.stringify(listed)).not.toContain(token)
    await query("UPDATE users SET role = 'user' WHERE email LIKE 'guest%'")
  })

  it('stays good where the e-mail address was taken', async () => {
    const { token } = await ada.call.invite.create({})
    await expect(register(token, ada.email)).rejects.toMatchObject({ appCode: 'EMAIL_TAKEN' })
    expect((await register(token, 'later@example.com')).user.role).toBe('user')
  })

  it('that was revoked, has expired or never was is told apart by nobody, and makes no account', async () => {
    const revoked = await ada.call.invite.create({})
    await ada.call.invite.revoke({ id: revoked.id })
    const expired = await ada.call.invite.create({ expiresInDays: 1 })
    await query('UPDATE invites SET expires_at = UTC_TIMESTAMP(3) WHERE id = ?', [expired.id])
    for (const token of [revoked.token, expired.token, 'x'.repeat(43)]) {
      for (const call of [
        () => register(token, 'nobody@example.com'),
        () => test.connect().call.auth.readInvite({ token }),
      ]) {
        await expect(call()).rejects.toMatchObject({
          appCode: 'LINK_INVALID',
          message: 'this link was used, was revoked or has expired: ask for another',
        })
      }
    }
    await expect(ada.call.invite.revoke({ id: revoked.id })).rejects.toMatchObject({ appCode: 'NOT_FOUND' })
    await expect(
      test.connect().call.auth.register({ email: 'nobody@example.com', password }),
    ).rejects.toMatchObject({ appCode: 'REGISTRATION_CLOSED' })
    expect(await query("SELECT id FROM users WHERE email = 'nobody@example.com'")).toEqual([])
  })
})

describe('the last administrator', () => {
  it('is left by two who take each other’s role at once, from two servers, again and again', async () => {
    const bob = await join('admin')
    const pool = openDatabase(test.database.url)
    const elsewhere = await createTestApi({ registration: 'invite', database: pool.db })
    const callOfBob = elsewhere.connect(withCookie(bob.cookie)).call
    for (let turn = 0; turn < 5; turn++) {
      const results = await Promise.allSettled([
        ada.call.user.update({ id: bob.id, role: 'user' }),
        callOfBob.user.update({
          id: ada.id,
          ...(turn % 2 ? { suspended: true } : { role: 'user' as const }),
        }),
      ])
      const active = await query("SELECT id FROM users WHERE role = 'admin' AND suspended_at IS NULL")
      expect(active).toHaveLength(1)
      const refusals = results.flatMap((result) =>
        result.status === 'rejected' ? [result.reason.appCode] : [],
      )
      expect(refusals).toHaveLength(1)
      // Who lost is refused as the last, or finds that they are no administrator any more, or not signed in.
      expect(['LAST_ADMIN', 'FORBIDDEN', 'UNAUTHORIZED']).toContain(refusals[0])
      await query("UPDATE users SET role = 'admin', suspended_at = NULL WHERE id IN (?, ?)", [ada.id, bob.id])
      ada.cookie = await signIn(ada.email)
      ada.call = test.connect(withCookie(ada.cookie)).call
    }
    await elsewhere[Symbol.asyncDispose]()
    await pool.close()
    await ada.call.user.update({ id: bob.id, role: 'user' })
  })

  it.each([{ role: 'user' as const }, { suspended: true }])('cannot give it up by %j', async (change) => {
    await expect(ada.call.user.update({ id: ada.id, ...change })).rejects.toMatchObject({
      appCode: 'LAST_ADMIN',
      code: 'CONFLICT',
    })
    expect(await ada.call.user.update({ id: ada.id, role: 'admin', suspended: false })).toMatchObject({
      role: 'admin',
      suspendedAt: null,
    })
  })
})

describe('a suspended user', () => {
  it('is nobody at once and their watch ends; restored, keys are good again and old sign-ins are not', async () => {
    const bob = await join()
    const { key } = await bob.call.apiKey.create({ name: 'x' })
    const byKey = test.connect(withKey(key)).call
    const { token } = await ada.call.user.resetPassword({ id: bob.id })
    const events = (await byKey.user.watch({}))[Symbol.asyncIterator]()
    await events.next()
    const ending = (async () => {
      while (!(await events.next()).done);
    })().catch((error: unknown) => error)
    expect(await ada.call.user.update({ id: bob.id, suspended: true })).toMatchObject({
      id: bob.id,
      suspendedAt: expect.any(String),
      signIns: 0,
    })
    const refused = { appCode: 'UNAUTHORIZED' }
    await expect(bob.call.session.list()).rejects.toMatchObject(refused)
    await expect(byKey.session.list()).rejects.toMatchObject(refused)
    const socket = test.connect({ ...withCookie(bob.cookie), setCookie: undefined }).call
    await expect(socket.session.list()).rejects.toMatchObject(refused)
    await expect(signIn(bob.email)).rejects.toMatchObject({ appCode: 'ACCOUNT_SUSPENDED', code: 'FORBIDDEN' })
    await expect(signIn(bob.email, 'wrong')).rejects.toMatchObject({ appCode: 'INVALID_CREDENTIALS' })
    await expect(test.connect().call.auth.resetPassword({ token, password: other })).rejects.toMatchObject({
      appCode: 'LINK_INVALID',
    })
    await expect(ada.call.user.resetPassword({ id: bob.id })).rejects.toMatchObject({ appCode: 'CONFLICT' })
    await test.clock.advance(5000)
    expect(await ending).toMatchObject(refused)

    await ada.call.user.update({ id: bob.id, suspended: false })
    await expect(byKey.session.list()).resolves.toBeDefined()
    await expect(bob.call.session.list()).rejects.toMatchObject(refused)
    await signIn(bob.email)
    expect(await recordedOf(bob.id)).toEqual(
      expect.arrayContaining(['user.suspended', 'user.restored', 'signIn.failed', 'password.resetCreated']),
    )
  })
})

describe('a link to set a password', () => {
  it('works once, of two at once too, signs in here and ends every other sign-in', async () => {
    const bob = await join()
    const replaced = await ada.call.user.resetPassword({ id: bob.id })
    const { token } = await ada.call.user.resetPassword({ id: bob.id })
    expect(await query('SELECT token_hash AS hash FROM password_resets')).toEqual([
      { hash: hashSecretToken(token) },
    ])
    const { call, cookies } = test.connect()
    expect(await call.auth.readReset({ token })).toEqual({ email: bob.email })
    const set = (link: string) => call.auth.resetPassword({ token: link, password: other })
    await expect(set(replaced.token)).rejects.toMatchObject({ appCode: 'LINK_INVALID' })
    await expect(call.auth.resetPassword({ token, password: 'password123' })).rejects.toMatchObject({
      fields: { password: 'is one of the most common passwords' },
    })
    const results = await Promise.allSettled([set(token), set(token)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(bob.call.session.list()).rejects.toMatchObject({ appCode: 'UNAUTHORIZED' })
    await expect(test.connect(withCookie(nameOf(cookies[0]))).call.session.list()).resolves.toBeDefined()
    await expect(signIn(bob.email)).rejects.toMatchObject({ appCode: 'INVALID_CREDENTIALS' })
    await expect(signIn(bob.email, other)).resolves.toBeTruthy()
  })

  it('is over after a day', async () => {
    const { token } = await ada.call.user.resetPassword({ id: ada.id })
    await query('UPDATE password_resets SET expires_at = UTC_TIMESTAMP(3)')
    const { call } = test.connect()
    await expect(call.auth.readReset({ token })).rejects.toMatchObject({ appCode: 'LINK_INVALID' })
    await expect(call.auth.resetPassword({ token, password: other })).rejects.toMatchObject({
      appCode: 'LINK_INVALID',
    })
    await expect(ada.call.session.list()).resolves.toBeDefined()
  })
})

describe('one’s own account', () => {
  it('takes another name, and another password from who knows the one of now, which ends the other sign-ins', async () => {
    const bob = await join()
    expect(await bob.call.account.update({ nickname: ' Bob  B. ' })).toMatchObject({
      user: { nickname: 'Bob B.', email: bob.email },
    })
    expect((await bob.call.auth.status()).user?.nickname).toBe('Bob B.')
    const elsewhere = test.connect(withCookie(await signIn(bob.email))).call
    const change = (currentPassword: string, wanted: string) =>
      bob.call.account.changePassword({ currentPassword, password: wanted })
    await expect(change('wrong', other)).rejects.toMatchObject({
      appCode: 'INVALID_INPUT',
      fields: { currentPassword: 'is not your password' },
    })
    await expect(elsewhere.session.list()).resolves.toBeDefined()
    expect(await change(password, other)).toEqual({ ended: 1 })
    await expect(elsewhere.session.list()).rejects.toMatchObject({ appCode: 'UNAUTHORIZED' })
    await expect(bob.call.session.list()).resolves.toBeDefined()
    await expect(signIn(bob.email, other)).resolves.toBeTruthy()
  })

  it('cannot have its password guessed by whoever finds the browser open', async () => {
    const bob = await join()
    const guess = () => bob.call.account.changePassword({ currentPassword: 'wrong', password: other })
    for (let tries = 0; tries < 10; tries++) await expect(guess()).rejects.toThrow('is not your password')
    await expect(guess()).rejects.toMatchObject({ appCode: 'RATE_LIMITED' })
  })

  it('lists where one is signed in, by what the browser said, and ends one or all others', async () => {
    const bob = await join()
    const browser = { 'user-agent': `Browser ${'x'.repeat(400)}` }
    const { call: visitor, cookies } = test.connect({ headers: new Headers(browser), ip: '203.0.113.7' })
    await visitor.auth.login({ email: bob.email, password })
    const elsewhere = test.connect(withCookie(nameOf(cookies[0]))).call
    const [newest, oldest] = await bob.call.account.signIns()
    expect(newest).toMatchObject({ isCurrent: false, address: '203.0.113.7', userAgent: /^Browser x{292}$/ })
    expect(oldest).toMatchObject({ isCurrent: true, address: '127.0.0.1', userAgent: null })
    await expect(ada.call.account.endSignIn({ id: newest!.id })).rejects.toMatchObject({
      appCode: 'NOT_FOUND',
    })
    await bob.call.account.endSignIn({ id: newest!.id })
    await expect(elsewhere.session.list()).rejects.toMatchObject({ appCode: 'UNAUTHORIZED' })
    await signIn(bob.email)
    await signIn(bob.email)
    expect(await bob.call.account.endOtherSignIns()).toEqual({ ended: 2 })
    expect(await bob.call.account.signIns()).toHaveLength(1)
    await ada.call.user.endSignIns({ id: bob.id })
    await expect(bob.call.session.list()).rejects.toMatchObject({ appCode: 'UNAUTHORIZED' })
  })

  it('has the time of a sign-in’s last use, within ten minutes', async () => {
    const bob = await join()
    await query('UPDATE auth_sessions SET created_at = created_at - INTERVAL 1 HOUR WHERE user_id = ?', [
      bob.id,
    ])
    const [before] = await bob.call.account.signIns()
    const [after] = await bob.call.account.signIns()
    expect(Date.parse(after!.lastUsedAt)).toBeGreaterThan(Date.parse(before!.createdAt) + 3_000_000)
  })
})

describe('the list of users', () => {
  it('shows all but their secrets, finds by name or address, and pages', async () => {
    const bob = await join()
    await bob.call.account.update({ nickname: '100% Bob_' })
    const { items } = await ada.call.user.list({ search: '100% bob_' })
    expect(items).toEqual([
      {
        ...{
          id: bob.id,
          email: bob.email,
          nickname: '100% Bob_',
          role: 'user',
          signIns: 1,
          suspendedAt: null,
        },
        createdAt: expect.any(String),
        lastSignInAt: expect.any(String),
      },
    ])
    expect((await ada.call.user.list({ search: bob.email.slice(0, 8) })).items.length).toBeGreaterThan(0)
    const all = await ada.call.user.list({})
    const first = await ada.call.user.list({ limit: 1 })
    const second = await ada.call.user.list({ limit: 1, cursor: first.nextCursor })
    expect([...first.items, ...second.items]).toEqual(all.items.slice(0, 2))
  })
})

describe('the audit log', () => {
  it('tells who did what to whom, from where, by which request, newest first, and pages without gap or repeat', async () => {
    const bob = await join()
    await ada.call.user.update({ id: bob.id, role: 'admin' })
    await ada.call.user.update({ id: bob.id, role: 'user' })
    const { items } = await ada.call.audit.list({ userId: bob.id })
    expect(items.map(({ action, details }) => [action, details])).toEqual([
      ['user.roleChanged', { before: 'admin', after: 'user' }],
      ['user.roleChanged', { before: 'user', after: 'admin' }],
      ['signIn.done', null],
      ['user.registered', { role: 'user', isInvited: true }],
    ])
    expect(items[0]).toMatchObject({
      ...{ actorId: ada.id, actorName: ada.email, targetId: bob.id, targetName: bob.email },
      ...{ address: '127.0.0.1', requestId: 'test-request' },
    })
    const paged = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof ada.call.audit.list>> = await ada.call.audit.list({
        ...{ userId: bob.id, limit: 3, cursor },
      })
      paged.push(...page.items)
      cursor = page.nextCursor
    } while (cursor)
    expect(paged).toEqual(items)
    const found = await ada.call.audit.list({ action: 'user.registered', search: bob.email.slice(0, -1) })
    expect(found.items.map(({ targetId }) => targetId)).toEqual([bob.id])
    expect((await ada.call.audit.list({ to: '2020-01-01T00:00:00Z' })).items).toEqual([])
    const since = await ada.call.audit.list({ userId: bob.id, from: '2020-01-01T00:00:00+02:00' })
    expect(since.items).toHaveLength(4)
    await expect(ada.call.audit.list({ cursor: 'nonsense' })).rejects.toThrow('not one that this list gave')
  })

  it('has a change or neither: what was refused is not recorded as done', async () => {
    await expect(ada.call.user.update({ id: ada.id, role: 'user' })).rejects.toThrow()
    const [newest] = (await ada.call.audit.list({ userId: ada.id, action: 'user.roleChanged' })).items
    expect(newest?.targetId).not.toBe(ada.id)
  })

  it('has who asked for what is not theirs, and which key was good no more, once a minute', async () => {
    const eve = await join()
    const key = await eve.call.apiKey.create({ name: 'Old laptop' })
    await eve.call.apiKey.revoke({ id: key.id })
    const tries = [
      () => eve.call.user.list({}),
      () => eve.call.audit.list({}),
      () => test.connect(withKey(key.key)).call.session.list({}),
      () => test.connect(withKey('cm-nobody-ever-had-this-one')).call.session.list({}),
      () => test.connect(withCookie('x=y')).call.session.list({}),
    ]
    for (const attempt of [...tries, ...tries]) await expect(attempt()).rejects.toThrow()
    const recorded = async () => {
      const pages = [
        await ada.call.audit.list({ action: 'access.refused' }),
        await ada.call.audit.list({ action: 'apiKey.refused' }),
      ]
      return pages
        .flatMap(({ items }) => items)
        .filter(({ actorName, details }) => actorName === eve.email || details?.['reason'] === 'unknown')
        .map((entry) => [entry.actorName, entry.targetName, entry.details])
    }
    await expect.poll(recorded, { timeout: 30_000 }).toHaveLength(4)
    expect(new Set(await recorded())).toEqual(
      new Set([
        [eve.email, null, { procedure: 'user.list' }],
        [eve.email, null, { procedure: 'audit.list' }],
        [eve.email, 'Old laptop', { procedure: 'session.list', reason: 'revoked' }],
        [null, null, { procedure: 'session.list', reason: 'unknown' }],
      ]),
    )
  })

  it('holds models and keys by name, where an address led, and no secret at all', async () => {
    const apiKey = 'sk-CANARY-of-the-audit-log'
    const endpoint = { name: 'GPT', provider: 'x', apiBase: 'https://a.example/v1', model: 'x' }
    const { id } = await ada.call.model.create({ ...endpoint, apiKey })
    await ada.call.model.update({ id, apiBase: 'https://b.example/v1', apiKey })
    await ada.call.model.remove({ id })
    const key = await ada.call.apiKey.create({ name: 'Laptop' })
    await ada.call.apiKey.revoke({ id: key.id })
    const invite = await ada.call.invite.create({})
    const { items } = await ada.call.audit.list({ limit: 7 })
    expect(items.map(({ action, targetName, details }) => [action, targetName, details])).toEqual([
      ['invite.created', null, { role: 'user', expiresInDays: 7 }],
      ['apiKey.revoked', null, null],
      ['apiKey.created', 'Laptop', { expiresAt: null }],
      ['model.removed', 'GPT', { apiBase: 'https://b.example/v1' }],
      [
        'model.updated',
        'GPT',
        {
          fields: 'apiBase',
          ...{ apiBaseBefore: 'https://a.example/v1', apiBaseAfter: 'https://b.example/v1' },
          key: 'entered',
        },
      ],
      ['model.created', 'GPT', { apiBase: 'https://a.example/v1', model: 'x' }],
      expect.anything(),
    ])
    const everything = JSON.stringify(await query('SELECT * FROM audit_log'))
    for (const secret of ['CANARY', key.key, invite.token, password, other, ada.cookie]) {
      expect(everything).not.toContain(secret)
    }
  })
})
