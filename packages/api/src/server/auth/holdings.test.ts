import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSession, openDatabase } from '@chatmore/db'
import { createTestApi, type TestApi } from '../testing/create-test-api.ts'
import { createHoldings, type Holds } from './holdings.ts'
import type { Credentials } from './read-credentials.ts'

describe('what those who keep a connection open still hold', () => {
  let test: TestApi
  let opened: ReturnType<typeof openDatabase>
  let holds: Holds
  const statements: string[] = []
  const noted: string[][] = []
  let people = 0
  beforeAll(async () => {
    test = await createTestApi({ registration: 'open' })
    opened = openDatabase(test.database.url, { logger: { logQuery: (query) => void statements.push(query) } })
    holds = createHoldings(opened.db, async (ids) => void noted.push(ids))
  })
  afterAll(async () => {
    await opened.close()
    await test[Symbol.asyncDispose]()
  })

  /** Someone with a chat session, signed in and with an API key. */
  async function join() {
    const anyone = test.connect()
    const email = `person${(people += 1)}@example.com`
    const { user } = await anyone.call.auth.register({ email, password: 'a long password' })
    const cookie = anyone.cookies[0]?.split(';')[0] ?? ''
    const { call } = test.connect({ headers: new Headers({ cookie }) })
    const { key, id: keyId } = await call.apiKey.create({ name: 'Key' })
    const { id: sessionId } = await createSession(test.database.db, { userId: user.id }, { windows: [] })
    const byCookie: Credentials = { type: 'session', token: cookie.slice(cookie.indexOf('=') + 1) }
    const byKey = { type: 'apiKey', key, address: '127.0.0.1' } as const
    return { call, keyId, sessionId, byCookie, byKey }
  }

  it('is read by one statement for all who ask at once, and each is told their own', async () => {
    const [one, other] = [await join(), await join()]
    statements.length = 0
    const answers = await Promise.all([
      holds(one.byCookie),
      holds(one.byKey, { sessionId: one.sessionId }),
      holds(other.byCookie, { sessionId: other.sessionId }),
      holds(other.byKey, { sessionId: one.sessionId }),
      holds({ type: 'session', token: 'nobody' }, { sessionId: one.sessionId }),
      holds({ type: 'apiKey', key: 'cm-nobody', address: '' }),
      holds({ type: 'none' }),
    ])
    expect(answers).toEqual([true, true, true, false, false, false, false])
    expect(statements).toHaveLength(1)
    expect(new Set(noted.at(-1))).toEqual(new Set([one.keyId, other.keyId]))
  })

  it('ends with the key, the sign-in and the session', async () => {
    const { call, keyId, sessionId, byCookie, byKey } = await join()
    await call.apiKey.revoke({ id: keyId })
    expect(await Promise.all([holds(byKey), holds(byCookie)])).toEqual([false, true])
    await call.session.remove({ id: sessionId })
    expect(await Promise.all([holds(byCookie, { sessionId }), holds(byCookie)])).toEqual([false, true])
    await call.auth.logout()
    expect(await holds(byCookie)).toBe(false)
  })

  it('is nothing from an address that the key is no longer for', async () => {
    const { call, keyId, byCookie, byKey } = await join()
    const ask = () => Promise.all([holds(byKey), holds({ ...byKey, address: '10.0.0.1' }), holds(byCookie)])
    await call.apiKey.update({ id: keyId, ipRanges: ['10.0.0.0/8'] })
    expect(await ask()).toEqual([false, true, true])
    await call.apiKey.update({ id: keyId, ipRanges: null })
    expect(await ask()).toEqual([true, true, true])
  })

  it('is not known where the database cannot be read', async () => {
    const away = openDatabase('mysql://nobody@127.0.0.1:1/nothing')
    const ask = createHoldings(away.db, async () => {})
    const asked = [
      ask({ type: 'apiKey', key: 'one', address: '' }),
      ask({ type: 'apiKey', key: 'two', address: '' }),
    ]
    const results = await Promise.allSettled(asked)
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await away.close()
  })
})
