import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '@chatmore/db'
import { createTestApi, type TestApi } from '../testing/create-test-api.ts'
import { hashSecretToken } from './secret-token.ts'

const password = 'a long password'
const DAY = 24 * 60 * 60 * 1000

type Pool = { query(sql: string, values?: unknown[]): Promise<[unknown[]]> }
const query = async ({ database }: TestApi, sql: string, values: unknown[] = []) =>
  (await (database.db.$client as unknown as Pool).query(sql, values))[0]

function registerMany(test: TestApi, count: number, from = 0) {
  return Promise.allSettled(
    Array.from({ length: count }, (_user, index) =>
      test.connect().call.auth.register({ email: `user${from + index}@example.com`, password }),
    ),
  )
}

/** A browser's next request with the cookie that it was given. */
function withCookie(cookie: string | undefined) {
  return { headers: new Headers({ cookie: cookie?.split(';')[0] ?? '' }) }
}

function withKey(key: string) {
  return { headers: new Headers({ authorization: `Bearer ${key}` }) }
}

async function signUp(test: TestApi, email = 'ada@example.com') {
  const { call, cookies } = test.connect()
  const { user } = await call.auth.register({ email, password })
  return { user, cookie: cookies[0]! }
}

describe('registration', () => {
  it('makes exactly one administrator of fifty who come first at once, and users of the rest', async () => {
    await using test = await createTestApi({ registration: 'open' })
    const results = await registerMany(test, 50)
    const roles = results.map((result) =>
      result.status === 'fulfilled' ? result.value.user.role : result.reason,
    )
    expect(roles.filter((role) => role === 'admin')).toHaveLength(1)
    expect(roles.filter((role) => role === 'user')).toHaveLength(49)
    const rows = await query(test, 'SELECT role, COUNT(*) AS count FROM users GROUP BY role ORDER BY role')
    expect(rows).toEqual([
      { role: 'admin', count: 1 },
      { role: 'user', count: 49 },
    ])
  })

  it('makes exactly one administrator of fifty who come first at once to two servers', async () => {
    await using one = await createTestApi({ registration: 'open' })
    const pool = openDatabase(one.database.url)
    const other = await createTestApi({ registration: 'open', database: pool.db })
    const results = await Promise.all([registerMany(one, 25), registerMany(other, 25, 25)])
    const roles = results
      .flat()
      .map((result) => (result.status === 'fulfilled' ? result.value.user.role : result.reason))
    await other[Symbol.asyncDispose]()
    await pool.close()
    expect(roles.filter((role) => role === 'admin')).toHaveLength(1)
    expect(roles.filter((role) => role === 'user')).toHaveLength(49)
  })

  it('is over with the first user where nothing is set, even for fifty at once', async () => {
    await using test = await createTestApi()
    expect(await test.connect().call.auth.status()).toEqual({
      setupRequired: true,
      registration: 'open',
      user: null,
    })
    const results = await registerMany(test, 50)
    const codes = results.map((result) => (result.status === 'fulfilled' ? 'admin' : result.reason.appCode))
    expect(codes.filter((code) => code === 'admin')).toHaveLength(1)
    expect(codes.filter((code) => code === 'REGISTRATION_CLOSED')).toHaveLength(49)
    expect(await test.connect().call.auth.status()).toMatchObject({
      setupRequired: false,
      registration: 'closed',
    })
    expect(await query(test, 'SELECT COUNT(*) AS count FROM workspaces')).toEqual([{ count: 1 }])
  })

  it.each(['closed', 'invite'] as const)(
    'lets the first user in even where it is %s, and nobody after',
    async (mode) => {
      await using test = await createTestApi({ registration: mode })
      expect(await test.connect().call.auth.status()).toMatchObject({
        setupRequired: true,
        registration: 'open',
      })
      expect((await signUp(test)).user.role).toBe('admin')
      expect(await test.connect().call.auth.status()).toMatchObject({
        setupRequired: false,
        registration: mode,
      })
      await expect(signUp(test, 'bob@example.com')).rejects.toMatchObject({ appCode: 'REGISTRATION_CLOSED' })
    },
  )

  it('takes an e-mail once, whatever its case, and says so', async () => {
    await using test = await createTestApi({ registration: 'open' })
    await signUp(test)
    await expect(signUp(test, ' ADA@Example.COM ')).rejects.toMatchObject({
      appCode: 'EMAIL_TAKEN',
      fields: { email: 'has an account already' },
    })
  })

  it('signs in at once, gives a nickname and a personal workspace, and never tells the hash', async () => {
    await using test = await createTestApi()
    const { user, cookie } = await signUp(test)
    expect(user).toEqual({
      id: expect.any(String),
      email: 'ada@example.com',
      nickname: 'ada',
      role: 'admin',
      createdAt: expect.any(String),
    })
    expect((await test.connect(withCookie(cookie)).call.auth.status()).user).toEqual(user)
    expect(await query(test, 'SELECT role FROM workspace_members WHERE user_id = ?', [user.id])).toEqual([
      { role: 'owner' },
    ])
  })
})

/** One server for what does not need to be first: everyone has an e-mail of their own. */
let test: TestApi
beforeAll(async () => {
  test = await createTestApi({ registration: 'open' })
})
afterAll(() => test[Symbol.asyncDispose]())

let users = 0
const nextEmail = () => `user-${++users}@example.com`

const sessionIds = (userId: string) => query(test, 'SELECT id FROM auth_sessions WHERE user_id = ?', [userId])

async function signUpAdmin() {
  const signedUp = await signUp(test, nextEmail())
  await query(test, "UPDATE users SET role = 'admin' WHERE id = ?", [signedUp.user.id])
  return signedUp
}

describe('signing in', () => {
  it('answers an unknown e-mail as it answers a wrong password', async () => {
    const { user } = await signUp(test, nextEmail())
    const { call, cookies } = test.connect()
    const refusals = []
    for (const email of [user.email, 'nobody@example.com']) {
      refusals.push(
        await call.auth.login({ email, password: 'wrong password' }).catch((error: Error) => error),
      )
    }
    expect(refusals[0]).toMatchObject({ appCode: 'INVALID_CREDENTIALS', code: 'UNAUTHORIZED' })
    expect((refusals[1] as Error).message).toBe((refusals[0] as Error).message)
    expect(cookies).toEqual([])
  })

  it('is refused for a while after ten wrong passwords, with the right one too', async () => {
    const { email } = (await signUp(test, nextEmail())).user
    const { call } = test.connect()
    for (let count = 0; count < 10; count++) {
      await expect(call.auth.login({ email, password: 'wrong' })).rejects.toThrow('is wrong')
    }
    await expect(call.auth.login({ email, password })).rejects.toMatchObject({
      appCode: 'RATE_LIMITED',
      code: 'TOO_MANY_REQUESTS',
      message: expect.stringMatching(/try again in \d+ (minutes|seconds)/),
    })
  })

  it('gives a new token each time and ends what this browser was signed in as', async () => {
    const { cookie, user } = await signUp(test, nextEmail())
    const { call, cookies } = test.connect(withCookie(cookie))
    await call.auth.login({ email: user.email, password })
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).not.toBe(cookie)
    expect((await test.connect(withCookie(cookie)).call.auth.status()).user).toBeNull()
    expect((await test.connect(withCookie(cookies[0])).call.auth.status()).user).not.toBeNull()
  })

  it('gives no session to a socket, which could not keep it', async () => {
    const { user } = await signUp(test, nextEmail())
    expect(await sessionIds(user.id)).toHaveLength(1)
    await test.connect({ setCookie: undefined }).call.auth.login({ email: user.email, password })
    expect(await sessionIds(user.id)).toHaveLength(1)
  })
})

describe('a session', () => {
  it.each([
    ['http://127.0.0.1:3000', /^cm_session=[\w-]{43}; HttpOnly; Max-Age=1209600; Path=\/; SameSite=Lax$/],
    [
      'https://chat.example.com',
      /^__Host-cm_session=[\w-]{43}; HttpOnly; Max-Age=1209600; Path=\/; SameSite=Lax; Secure$/,
    ],
  ])('at %s has a cookie with the flags that fit', async (publicUrl, form) => {
    await using test = await createTestApi({ publicUrl })
    const { cookie } = await signUp(test, nextEmail())
    const sorted = cookie.split('; ')
    expect([sorted[0], ...sorted.slice(1).sort()].join('; ')).toMatch(form)
  })

  it('is in the database as a hash alone', async () => {
    const { cookie, user } = await signUp(test, nextEmail())
    const token = /=([^;]+)/.exec(cookie)?.[1] ?? ''
    expect(await sessionIds(user.id)).toEqual([{ id: hashSecretToken(token) }])
  })

  it('ends with signing out, on every connection that shows its cookie', async () => {
    const { cookie } = await signUp(test, nextEmail())
    const socket = test.connect({ ...withCookie(cookie), setCookie: undefined })
    await socket.call.session.list()
    const { call, cookies } = test.connect(withCookie(cookie))
    expect(await call.auth.logout()).toEqual({ ok: true })
    expect(cookies[0]).toMatch(/^cm_session=; .*Max-Age=0/)
    await expect(socket.call.session.list()).rejects.toMatchObject({ appCode: 'UNAUTHORIZED' })
  })

  it('is prolonged by a visit over HTTP in its second week, and by a socket never', async () => {
    const { cookie, user } = await signUp(test, nextEmail())
    const expiry = async () => {
      const [row] = await query(test, 'SELECT expires_at AS at FROM auth_sessions WHERE user_id = ?', [
        user.id,
      ])
      return (row as { at: Date }).at.getTime()
    }
    const fresh = test.connect(withCookie(cookie))
    await fresh.call.session.list()
    expect(fresh.cookies).toEqual([])
    const soon = new Date(Date.now() + 6 * DAY)
    await query(test, 'UPDATE auth_sessions SET expires_at = ?', [soon])
    const before = await expiry()
    await test.connect({ ...withCookie(cookie), setCookie: undefined }).call.session.list()
    expect(await expiry()).toBe(before)
    const visit = test.connect(withCookie(cookie))
    await visit.call.session.list()
    expect(visit.cookies).toEqual([cookie])
    expect(await expiry()).toBeGreaterThan(before + 7 * DAY)
  })

  it.each([
    ['has expired', 'UPDATE auth_sessions SET expires_at = ?', -1],
    ['is older than ninety days', 'UPDATE auth_sessions SET created_at = ?', -90 * DAY],
  ])('that %s is nobody’s, over HTTP and on a socket', async (_what, sql, offset) => {
    const { cookie } = await signUp(test, nextEmail())
    await query(test, sql, [new Date(Date.now() + offset)])
    const socket = test.connect({ ...withCookie(cookie), setCookie: undefined })
    await expect(socket.call.session.list()).rejects.toMatchObject({ appCode: 'UNAUTHORIZED' })
    await expect(test.connect(withCookie(cookie)).call.session.list()).rejects.toMatchObject({
      appCode: 'UNAUTHORIZED',
    })
  })

  it('that has expired is deleted at the start and every hour', async () => {
    const { user } = await signUp(test, nextEmail())
    const count = async () => (await sessionIds(user.id)).length
    await query(test, 'UPDATE auth_sessions SET expires_at = ?', [new Date(Date.now() - 1)])
    await test.api.start()
    await expect.poll(count).toBe(0)
    await test.connect().call.auth.login({ email: user.email, password })
    await query(test, 'UPDATE auth_sessions SET expires_at = ?', [new Date(Date.now() - 1)])
    await test.clock.advance(60 * 60 * 1000)
    await expect.poll(count).toBe(0)
  })
})

describe('an API key', () => {
  it('is shown once, stored as a hash, known by its end, and stands for its user on HTTP and on a socket', async () => {
    const { user, cookie } = await signUp(test, nextEmail())
    const { call } = test.connect(withCookie(cookie))
    const { key, ...shown } = await call.apiKey.create({ name: ' My  key ' })
    expect(key).toMatch(/^cm-[\w-]{43}$/)
    expect(shown).toMatchObject({ name: 'My key', hint: key.slice(-4), expiresAt: null, lastUsedAt: null })
    expect(await call.apiKey.list()).toEqual([shown])
    const stored = await query(test, 'SELECT key_hash AS hash FROM api_keys WHERE user_id = ?', [user.id])
    expect(stored).toEqual([{ hash: hashSecretToken(key) }])
    expect((await test.connect(withKey(key)).call.auth.status()).user).toEqual(user)
    const socket = test.connect({ connectionParams: { token: key }, setCookie: undefined })
    expect((await socket.call.auth.status()).user).toEqual(user)
    expect((await call.apiKey.list())[0]?.lastUsedAt).toEqual(expect.any(String))
  })

  it('makes no other key, and may list and revoke', async () => {
    const { cookie } = await signUp(test, nextEmail())
    const { key, id } = await test.connect(withCookie(cookie)).call.apiKey.create({ name: 'one' })
    const { call } = test.connect(withKey(key))
    await expect(call.apiKey.create({ name: 'two' })).rejects.toMatchObject({ appCode: 'FORBIDDEN' })
    expect(await call.apiKey.list()).toHaveLength(1)
    expect(await call.apiKey.revoke({ id })).toEqual({ id })
    await expect(call.apiKey.list()).rejects.toMatchObject({ appCode: 'UNAUTHORIZED' })
  })

  it('that was revoked or has expired is nobody’s, and cannot be revoked again', async () => {
    const { cookie } = await signUp(test, nextEmail())
    const { call } = test.connect(withCookie(cookie))
    const revoked = await call.apiKey.create({ name: 'one' })
    const expired = await call.apiKey.create({
      name: 'two',
      expiresAt: new Date(Date.now() - 1000).toISOString(),
    })
    await call.apiKey.revoke({ id: revoked.id })
    for (const { key } of [revoked, expired]) {
      await expect(test.connect(withKey(key)).call.session.list()).rejects.toMatchObject({
        appCode: 'UNAUTHORIZED',
      })
    }
    await expect(call.apiKey.revoke({ id: revoked.id })).rejects.toMatchObject({ appCode: 'NOT_FOUND' })
    expect((await call.apiKey.list()).map(({ name }) => name)).toEqual(['two'])
  })
})

/** How often the database is asked something while `work` runs. */
async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const pool = test.database.db.$client as unknown as { query(): unknown }
  const spy = vi.spyOn(pool, 'query')
  await work()
  const { length } = spy.mock.calls
  spy.mockRestore()
  return length
}

describe('rights', () => {
  it('cost a call one statement, by cookie, by API key and on a socket', async () => {
    const { cookie } = await signUp(test, nextEmail())
    const { key } = await test.connect(withCookie(cookie)).call.apiKey.create({ name: 'x' })
    const connections = [withCookie(cookie), { ...withCookie(cookie), setCookie: undefined }, withKey(key)]
    for (const connection of connections) {
      const { call } = test.connect(connection)
      // The first call of a key's minute notes that it was used.
      await call.apiKey.list()
      // One of its own.
      expect(await countStatements(() => call.apiKey.list())).toBe(2)
    }
  })

  it('are read anew on each call of a connection that stays open', async () => {
    const { user, cookie } = await signUpAdmin()
    const socket = test.connect({ ...withCookie(cookie), setCookie: undefined })
    await socket.call.model.list()
    await query(test, "UPDATE users SET role = 'user' WHERE id = ?", [user.id])
    await expect(
      socket.call.model.create({ name: 'x', provider: 'x', apiBase: 'http://127.0.0.1:9', model: 'x' }),
    ).rejects.toMatchObject({ appCode: 'FORBIDDEN' })
    await query(test, 'DELETE FROM auth_sessions')
    await expect(socket.call.model.list()).rejects.toMatchObject({ appCode: 'UNAUTHORIZED' })
  })

  it.each([
    ['signed out', 'UNAUTHORIZED', () => query(test, 'DELETE FROM auth_sessions')],
    ['revoked the key', 'UNAUTHORIZED', () => query(test, 'UPDATE api_keys SET revoked_at = NOW(3)')],
    ['lost their membership', 'NOT_FOUND', () => query(test, 'DELETE FROM workspace_members')],
    ['removed the session', 'NOT_FOUND', () => query(test, 'UPDATE chat_sessions SET removed_at = NOW(3)')],
  ])('end a watch within five seconds of its watcher having %s', async (what, appCode, lose) => {
    const { cookie } = await signUpAdmin()
    const byCookie = test.connect(withCookie(cookie)).call
    const { key } = await byCookie.apiKey.create({ name: 'x' })
    const { call } = what === 'revoked the key' ? test.connect(withKey(key)) : { call: byCookie }
    const model = await call.model.create({
      name: 'x',
      provider: 'x',
      apiBase: 'http://127.0.0.1:9',
      model: 'x',
    })
    const session = await call.session.create({ windows: [{ modelId: model.id }] })
    const watching = await call.session.watch({ id: session.id })
    const events = watching[Symbol.asyncIterator]()
    const first = await events.next()
    expect(first.value?.[1]).toMatchObject({ type: 'sync' })
    const next = events.next().then(
      (event) => event,
      (error: unknown) => error,
    )
    await lose()
    await test.clock.advance(5000)
    expect(await next).toMatchObject({ appCode })
  })
})
