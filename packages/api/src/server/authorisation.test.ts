import { createTRPCClient, createWSClient, getUntypedClient, httpLink, wsLink } from '@trpc/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestAccount, type TestApp } from '../../../../test/create-test-app.ts'
import { followSession } from '../../../../test/follow-session.ts'
import { WebSocket } from '../client/websocket.node.ts'
import { parseAppError } from '../client/index.ts'
import { appRouter, type AppRouter } from './router.ts'

/** What there is once for all tests. */
interface Administered {
  userId: string
  /** The administrator's own. */
  signInId: string
  inviteId: string
  invite: string
  reset: string
}

/** What the administrator owns. */
interface Owned extends Administered {
  modelId: string
  /** One to bring back, and one to remove. */
  keyIds: [string, string]
  sessionId: string
  windowId: string
  messageId: string
  messageIds: string[]
  broadcastGroupId: string
  removedSessionId: string
  removedWindowId: string
  inputId: string
  rewindId: string
  sourceWindowId: string
  apiKeyId: string
  lineUpId: string
  templateId: string
  relayNameId: string
  callId: string
}

interface Case {
  /** What someone gets who is signed in, and to whom nothing of it belongs. */
  stranger: 'NOT_FOUND' | 'FORBIDDEN' | 'INVALID_INPUT' | 'LINK_INVALID' | 'allowed'
  /** What they get who came by an API key, where that is something else. */
  byKey?: 'FORBIDDEN'
  isPublic?: true
  /** What the owner could call it with. */
  input(owned: Owned): unknown
}

const endpoint = { name: 'x', provider: 'x', apiBase: 'http://127.0.0.1:9/v1', model: 'x' }
const nothing = () => undefined

/** Every procedure, so that a new one without a case fails. */
const cases: Record<string, Case> = {
  'auth.status': { stranger: 'allowed', isPublic: true, input: nothing },
  'auth.register': {
    stranger: 'allowed',
    isPublic: true,
    input: () => ({ email: `${Math.random()}@example.com`, password: 'a long password' }),
  },
  'auth.login': {
    stranger: 'allowed',
    isPublic: true,
    input: () => ({ email: 'user1@example.com', password: 'correct horse battery staple' }),
  },
  'auth.logout': { stranger: 'allowed', input: nothing },
  // A key makes no other key: whoever finds one would keep a way in after it is revoked.
  'apiKey.create': { stranger: 'allowed', byKey: 'FORBIDDEN', input: () => ({ name: 'x' }) },
  'auth.readInvite': { stranger: 'allowed', isPublic: true, input: ({ invite }) => ({ token: invite }) },
  'auth.readReset': { stranger: 'allowed', isPublic: true, input: ({ reset }) => ({ token: reset }) },
  // Taken up in accounts.test.ts: here the link would be gone with the first caller.
  'auth.resetPassword': {
    stranger: 'LINK_INVALID',
    isPublic: true,
    input: () => ({ token: 'x'.repeat(43), password: 'a long password' }),
  },
  'account.update': { stranger: 'allowed', input: () => ({}) },
  'account.changePassword': {
    stranger: 'INVALID_INPUT',
    byKey: 'FORBIDDEN',
    input: () => ({ currentPassword: 'not the password', password: 'another long password' }),
  },
  'account.signIns': { stranger: 'allowed', input: nothing },
  'account.endSignIn': { stranger: 'NOT_FOUND', input: ({ signInId }) => ({ id: signInId }) },
  'account.endOtherSignIns': { stranger: 'allowed', byKey: 'FORBIDDEN', input: nothing },
  'account.remove': {
    stranger: 'INVALID_INPUT',
    byKey: 'FORBIDDEN',
    input: () => ({ password: 'not the password' }),
  },
  'audit.list': { stranger: 'FORBIDDEN', input: () => ({}) },
  'invite.create': { stranger: 'FORBIDDEN', byKey: 'FORBIDDEN', input: () => ({}) },
  'invite.list': { stranger: 'FORBIDDEN', input: () => ({}) },
  'invite.revoke': { stranger: 'FORBIDDEN', input: ({ inviteId }) => ({ id: inviteId }) },
  'user.list': { stranger: 'FORBIDDEN', input: () => ({}) },
  'user.update': { stranger: 'FORBIDDEN', byKey: 'FORBIDDEN', input: ({ userId }) => ({ id: userId }) },
  'user.remove': { stranger: 'FORBIDDEN', byKey: 'FORBIDDEN', input: ({ userId }) => ({ id: userId }) },
  'user.resetPassword': {
    stranger: 'FORBIDDEN',
    byKey: 'FORBIDDEN',
    input: ({ userId }) => ({ id: userId }),
  },
  'user.endSignIns': { stranger: 'FORBIDDEN', input: ({ userId }) => ({ id: userId }) },
  'apiKey.list': { stranger: 'allowed', input: nothing },
  // A key would free itself of its limits.
  'apiKey.update': {
    stranger: 'NOT_FOUND',
    byKey: 'FORBIDDEN',
    input: ({ apiKeyId }) => ({ id: apiKeyId, name: 'taken' }),
  },
  'apiKey.revoke': { stranger: 'NOT_FOUND', input: ({ apiKeyId }) => ({ id: apiKeyId }) },
  'model.list': { stranger: 'allowed', input: nothing },
  'model.get': { stranger: 'FORBIDDEN', input: ({ modelId }) => ({ id: modelId }) },
  'model.create': { stranger: 'FORBIDDEN', input: () => endpoint },
  'model.update': { stranger: 'FORBIDDEN', input: ({ modelId }) => ({ id: modelId, name: 'taken' }) },
  'model.remove': { stranger: 'FORBIDDEN', input: ({ modelId }) => ({ id: modelId }) },
  'model.test': { stranger: 'FORBIDDEN', input: ({ modelId }) => ({ id: modelId }) },
  'model.discover': { stranger: 'FORBIDDEN', input: ({ modelId }) => ({ id: modelId }) },
  'model.catalogue': { stranger: 'FORBIDDEN', input: nothing },
  'model.reorder': { stranger: 'FORBIDDEN', input: ({ modelId }) => ({ ids: [modelId] }) },
  'model.duplicate': { stranger: 'FORBIDDEN', input: ({ modelId }) => ({ id: modelId }) },
  'model.addMany': {
    stranger: 'FORBIDDEN',
    input: () => ({
      provider: 'x',
      apiBase: 'http://127.0.0.1:9/v1',
      models: [{ model: `${Math.random()}`, name: 'y' }],
    }),
  },
  'model.updateMany': { stranger: 'FORBIDDEN', input: ({ modelId }) => ({ ids: [modelId], group: 'taken' }) },
  'model.removeMany': { stranger: 'FORBIDDEN', input: ({ modelId }) => ({ ids: [modelId] }) },
  'workspace.list': { stranger: 'FORBIDDEN', input: () => ({}) },
  'relayName.list': { stranger: 'FORBIDDEN', input: nothing },
  'relayName.create': {
    stranger: 'FORBIDDEN',
    input: ({ modelId }) => ({ name: `${Math.random()}`, mode: 'balance', modelIds: [modelId] }),
  },
  'relayName.update': {
    stranger: 'FORBIDDEN',
    input: ({ relayNameId }) => ({ id: relayNameId, mode: 'balance' }),
  },
  'relayName.remove': { stranger: 'FORBIDDEN', input: ({ relayNameId }) => ({ id: relayNameId }) },
  'model.addKey': { stranger: 'FORBIDDEN', input: ({ modelId }) => ({ id: modelId, apiKey: 'sk-x' }) },
  'model.removeKey': {
    stranger: 'FORBIDDEN',
    input: ({ modelId, keyIds }) => ({ id: modelId, keyId: keyIds[1] }),
  },
  'model.bringBackKey': {
    stranger: 'FORBIDDEN',
    input: ({ modelId, keyIds }) => ({ id: modelId, keyId: keyIds[0] }),
  },
  'user.watch': { stranger: 'allowed', input: () => ({}) },
  'session.create': { stranger: 'allowed', input: ({ modelId }) => ({ windows: [{ modelId }] }) },
  'session.list': { stranger: 'allowed', input: nothing },
  'session.get': { stranger: 'NOT_FOUND', input: ({ sessionId }) => ({ id: sessionId }) },
  'session.update': { stranger: 'NOT_FOUND', input: ({ sessionId }) => ({ id: sessionId, title: 'taken' }) },
  'session.remove': { stranger: 'NOT_FOUND', input: ({ sessionId }) => ({ id: sessionId }) },
  'session.restore': { stranger: 'NOT_FOUND', input: ({ removedSessionId }) => ({ id: removedSessionId }) },
  'session.reveal': { stranger: 'NOT_FOUND', input: ({ sessionId }) => ({ id: sessionId }) },
  'session.watch': { stranger: 'NOT_FOUND', input: ({ sessionId }) => ({ id: sessionId }) },
  'session.tags': { stranger: 'allowed', input: nothing },
  'lineUp.create': { stranger: 'allowed', input: ({ modelId }) => ({ name: 'x', windows: [{ modelId }] }) },
  'lineUp.list': { stranger: 'allowed', input: nothing },
  'lineUp.update': { stranger: 'NOT_FOUND', input: ({ lineUpId }) => ({ id: lineUpId, name: 'taken' }) },
  'lineUp.remove': { stranger: 'NOT_FOUND', input: ({ lineUpId }) => ({ id: lineUpId }) },
  'template.create': { stranger: 'allowed', input: () => ({ name: 'x', content: 'x' }) },
  'template.list': { stranger: 'allowed', input: nothing },
  'template.update': {
    stranger: 'NOT_FOUND',
    input: ({ templateId }) => ({ id: templateId, name: 'taken' }),
  },
  'template.remove': { stranger: 'NOT_FOUND', input: ({ templateId }) => ({ id: templateId }) },
  'preference.get': { stranger: 'allowed', input: nothing },
  'preference.update': { stranger: 'allowed', input: () => ({ titleModelId: null }) },
  'callLog.list': { stranger: 'allowed', input: nothing },
  'callLog.get': { stranger: 'NOT_FOUND', input: ({ callId }) => ({ id: callId }) },
  'callLog.replay': {
    stranger: 'NOT_FOUND',
    input: ({ callId, modelId }) => ({ id: callId, modelIds: [modelId], clientMessageId: 'of-a-replay' }),
  },
  'stats.summary': { stranger: 'allowed', input: nothing },
  'vote.cast': {
    stranger: 'NOT_FOUND',
    input: ({ broadcastGroupId }) => ({ broadcastGroupId, verdict: 'tie' }),
  },
  'vote.list': { stranger: 'NOT_FOUND', input: ({ sessionId }) => ({ sessionId }) },
  'vote.standing': { stranger: 'allowed', input: nothing },
  'window.add': { stranger: 'NOT_FOUND', input: ({ sessionId, modelId }) => ({ sessionId, modelId }) },
  'window.update': { stranger: 'NOT_FOUND', input: ({ windowId }) => ({ id: windowId, name: 'taken' }) },
  'window.remove': { stranger: 'NOT_FOUND', input: ({ windowId }) => ({ id: windowId }) },
  'window.restore': { stranger: 'NOT_FOUND', input: ({ removedWindowId }) => ({ id: removedWindowId }) },
  'window.reorder': {
    stranger: 'NOT_FOUND',
    input: ({ sessionId, windowId }) => ({ sessionId, windowIds: [windowId] }),
  },
  'window.rewind': {
    stranger: 'NOT_FOUND',
    input: ({ windowId, inputId }) => ({ id: windowId, messageId: inputId }),
  },
  'window.clear': { stranger: 'NOT_FOUND', input: ({ windowId }) => ({ id: windowId }) },
  'window.undoRewind': { stranger: 'NOT_FOUND', input: ({ rewindId }) => ({ rewindId }) },
  'window.rewinds': { stranger: 'NOT_FOUND', input: ({ windowId }) => ({ id: windowId }) },
  'window.fork': { stranger: 'NOT_FOUND', input: ({ messageIds }) => ({ messageId: messageIds[1] }) },
  'window.duplicate': { stranger: 'NOT_FOUND', input: ({ windowId }) => ({ id: windowId }) },
  'window.catchUp': {
    stranger: 'NOT_FOUND',
    input: ({ windowId, sourceWindowId }) => ({ id: windowId, fromWindowId: sourceWindowId }),
  },
  'window.stopCatchUp': { stranger: 'NOT_FOUND', input: ({ windowId }) => ({ id: windowId }) },
  'message.edit': {
    stranger: 'NOT_FOUND',
    input: ({ inputId }) => ({ messageId: inputId, content: 'Hello', clientMessageId: 'of-a-stranger' }),
  },
  'message.send': {
    stranger: 'NOT_FOUND',
    input: ({ sessionId }) => ({ sessionId, content: 'Hello', clientMessageId: 'of-a-stranger' }),
  },
  'message.list': { stranger: 'NOT_FOUND', input: ({ windowId }) => ({ windowId }) },
  'message.latest': { stranger: 'NOT_FOUND', input: ({ sessionId }) => ({ sessionId }) },
  'message.context': { stranger: 'NOT_FOUND', input: ({ messageId }) => ({ messageId }) },
  'message.broadcast': {
    stranger: 'NOT_FOUND',
    input: ({ broadcastGroupId }) => ({ broadcastGroupId }),
  },
  'message.merge': {
    stranger: 'NOT_FOUND',
    input: ({ sessionId, messageIds, modelId }) => ({
      ...{ sessionId, messageIds, modelId },
      prompt: 'Make one answer of these.',
      clientMessageId: 'merge-of-a-stranger',
    }),
  },
  'message.stop': { stranger: 'NOT_FOUND', input: ({ sessionId }) => ({ sessionId }) },
  'message.retry': { stranger: 'NOT_FOUND', input: ({ messageId }) => ({ messageId }) },
}

const transports = ['HTTP', 'WebSocket'] as const
type Transport = (typeof transports)[number]

let app: TestApp
let stranger: TestAccount
let owned: Owned
let administered: Administered
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  app = await createTestApp()
  stranger = await app.createAccount()
  administered = await administer(app)
  owned = await createOwned(app)
})
afterAll(async () => {
  for (const close of closing) await close()
  await app[Symbol.asyncDispose]()
})

/** What an administrator does by cookie alone. */
async function administer({ url, admin, createAccount }: TestApp): Promise<Administered> {
  const { user } = await createAccount()
  const caller = getUntypedClient(
    createTRPCClient<AppRouter>({
      links: [httpLink({ url: `${url}/trpc`, headers: { cookie: admin.cookie, origin: url } })],
    }),
  )
  const invite = (await caller.mutation('invite.create', {})) as { id: string; token: string }
  const reset = (await caller.mutation('user.resetPassword', { id: user.id })) as { token: string }
  const [signIn] = (await caller.query('account.signIns')) as { id: string }[]
  return {
    userId: user.id,
    signInId: signIn!.id,
    inviteId: invite.id,
    invite: invite.token,
    reset: reset.token,
  }
}

type IdOfEach = [string, string, string, string]

async function createOwned({ client, createModel }: TestApp): Promise<Owned> {
  const { id: modelId } = await createModel({ apiKey: 'sk-of-the-tests' })
  const { keys } = await client.model.addKey({ id: modelId, apiKey: 'sk-another' })
  const windows = [{ modelId }, { modelId }, { modelId }, { modelId }]
  const session = await client.session.create({ windows })
  const [window, , removedWindow, clearedWindow] = session.windows.map(({ id }) => id) as IdOfEach
  const removed = await client.session.create({ windows })
  const following = await followSession(client, session.id)
  const sent = await client.message.send({
    sessionId: session.id,
    content: 'Hi',
    clientMessageId: 'of-the-owner',
  })
  const answers = sent.turns.map((turn) => turn.assistantMessageId)
  await following.ended(answers)
  following.stop()
  await client.window.remove({ id: removedWindow })
  const { rewindId } = await client.window.clear({ id: clearedWindow })
  await client.session.remove({ id: removed.id })
  const [apiKey] = await client.apiKey.list()
  const lineUp = await client.lineUp.create({ name: 'Mine', windows: [{ modelId }] })
  const template = await client.template.create({ name: 'Mine', content: 'Hello' })
  const relayName = await client.relayName.create({
    ...{ name: `${Math.random()}`, mode: 'fallback' },
    modelIds: [modelId],
  })
  const [call] = (await client.callLog.list()).items
  return {
    ...administered,
    modelId,
    keyIds: [keys[0]!.id, keys[1]!.id],
    sessionId: session.id,
    windowId: window,
    messageId: answers[0]!,
    inputId: sent.turns[0]!.userMessageId,
    rewindId: rewindId!,
    sourceWindowId: clearedWindow,
    messageIds: answers.slice(0, 2),
    broadcastGroupId: sent.broadcastGroupId,
    removedSessionId: removed.id,
    removedWindowId: removedWindow,
    apiKeyId: apiKey!.id,
    lineUpId: lineUp.id,
    templateId: template.id,
    relayNameId: relayName.id,
    callId: call!.id,
  }
}

function connectByHttp(headers: Record<string, string>) {
  const links = [httpLink({ url: `${app.url}/trpc`, headers })]
  return getUntypedClient(createTRPCClient<AppRouter>({ links }))
}

function connect(transport: Transport, token: string | undefined) {
  const url = `${app.url}/trpc`
  if (transport === 'HTTP') {
    return connectByHttp(token === undefined ? {} : { authorization: `Bearer ${token}` })
  }
  const connectionParams = token === undefined ? null : { token }
  const client = createWSClient({ url: url.replace('http', 'ws'), WebSocket, connectionParams })
  closing.push(() => client.close())
  return getUntypedClient(createTRPCClient<AppRouter>({ links: [wsLink({ client })] }))
}

type Caller = ReturnType<typeof connect>

type ProcedureType = 'query' | 'mutation' | 'subscription'
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: ProcedureType } }>

/** The code of the error that a call ends with, or 'allowed'. */
async function outcomeOf(caller: Caller, path: string, input: unknown): Promise<string | undefined> {
  const { type } = procedures[path]!._def
  try {
    if (type === 'subscription') await firstEvent(caller, path, input)
    else await caller[type](path, input)
    return 'allowed'
  } catch (error) {
    return parseAppError(error)?.code
  }
}

function firstEvent(caller: Caller, path: string, input: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const subscription = caller.subscription(path, input, {
      onError: reject,
      onData() {
        subscription.unsubscribe()
        resolve()
      },
    })
  })
}

const paths = Object.keys(procedures)
const isOverHttp = (path: string) => procedures[path]!._def.type !== 'subscription'
const callable = (transport: Transport) =>
  paths.filter((path) => transport === 'WebSocket' || isOverHttp(path))

it('every procedure has a case here', () => {
  expect(Object.keys(cases).sort()).toEqual([...paths].sort())
})

describe.each(transports)('over %s', (transport) => {
  it('an anonymous caller gets UNAUTHORIZED from every procedure but those to sign in with, whatever the input', async () => {
    const caller = connect(transport, undefined)
    for (const path of callable(transport)) {
      const { isPublic, input } = cases[path]!
      if (isPublic) continue
      expect([path, await outcomeOf(caller, path, input(owned))]).toEqual([path, 'UNAUTHORIZED'])
      expect([path, await outcomeOf(caller, path, { nonsense: 1 })]).toEqual([path, 'UNAUTHORIZED'])
    }
  })

  it.each(['', 'cm-', 'cm-wrong', 'nonsense'])('the API key %j is nobody’s', async (token) => {
    const caller = connect(transport, token)
    expect(await outcomeOf(caller, 'session.list', undefined)).toBe('UNAUTHORIZED')
  })

  it('a stranger gets NOT_FOUND for what is another’s and FORBIDDEN for what administrators do, and changes nothing', async () => {
    const caller = connect(transport, stranger.token)
    const before = await snapshot()
    for (const path of callable(transport)) {
      const { stranger: outcome, byKey = outcome, input } = cases[path]!
      expect([path, await outcomeOf(caller, path, input(owned))]).toEqual([path, byKey])
    }
    expect(await snapshot()).toEqual(before)
  })

  it('an administrator who no longer is one is FORBIDDEN at once what administrators do, on what is open already', async () => {
    const account = await app.createAccount()
    const caller = connect(transport, account.token)
    await setRole(account, 'admin')
    expect(await outcomeOf(caller, 'model.get', { id: owned.modelId })).toBe('allowed')
    await setRole(account, 'user')
    for (const path of callable(transport).filter((each) => cases[each]!.stranger === 'FORBIDDEN')) {
      expect([path, await outcomeOf(caller, path, cases[path]!.input(owned))]).toEqual([path, 'FORBIDDEN'])
    }
  })

  it('the owner is allowed all of it, so that the refusals above are not for the input', async () => {
    const caller = connect(transport, app.admin.token)
    const shared = await createOwned(app)
    // What is rewound or cleared there has no messages left.
    const unchanged = await createOwned(app)
    for (const path of callable(transport)) {
      const [domain, verb] = path.split('.')
      if (domain === 'auth' || domain === 'apiKey' || cases[path]!.byKey === 'FORBIDDEN') continue
      // Once for good.
      if (['remove', 'removeMany', 'revoke', 'endSignIn'].includes(verb!)) continue
      // A message that was just sent keeps its windows busy.
      const isBusyAfter = ['message.send', 'message.edit', 'message.retry'].includes(path)
      const given = isBusyAfter ? await createOwned(app) : domain === 'message' ? unchanged : shared
      expect([path, await outcomeOf(caller, path, cases[path]!.input(given))]).toEqual([path, 'allowed'])
    }
  })
})

it('a stranger who came by a cookie gets the same, but may make a key', async () => {
  const caller = connectByHttp({ cookie: stranger.cookie, origin: app.url })
  const before = await snapshot()
  for (const path of callable('HTTP')) {
    // Signing in or out ends what the cookie stands for.
    if (path.startsWith('auth.')) continue
    const { stranger: outcome, input } = cases[path]!
    expect([path, await outcomeOf(caller, path, input(owned))]).toEqual([path, outcome])
  }
  expect(await snapshot()).toEqual(before)
})

async function setRole({ user }: TestAccount, role: 'admin' | 'user'): Promise<void> {
  const pool = app.database.db.$client as unknown as { query(sql: string, values: unknown[]): Promise<void> }
  await pool.query('UPDATE users SET role = ? WHERE id = ?', [role, user.id])
}

async function snapshot() {
  const { client } = app
  return {
    session: await client.session.get({ id: owned.sessionId }),
    sessions: (await client.session.list()).items.map(({ id }) => id),
    messages: await client.message.list({ windowId: owned.windowId }),
    model: await client.model.get({ id: owned.modelId }),
    apiKeys: (await client.apiKey.list()).map(({ id }) => id),
  }
}
