import {
  addModelSecrets,
  appendTurns,
  createModelConfig,
  createSession,
  createUser,
  findMessageUnscoped,
  listCalls,
  listModelConfigs,
  listTargetWindows,
  lockSession,
  newId,
  saveDemoModels,
  transact,
  updateWindow,
  type Database,
  type ModelConfigRow,
  type ModelConfigValues,
} from '@chatmore/db'
import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultTimeouts } from '../../contract/index.ts'
import type { RunOutcome, RunPlan } from '../generation/ports.ts'
import { createRecordingLog } from '../generation/testing/recording-log.ts'
import { createKeyTurns } from './key-turns.ts'
import { createRunStore } from './run-store.ts'
import { createSecretBox, type SecretBox } from './secret-box.ts'
import { sealSecret } from './seal-secret.ts'

const owner = 'instance-1'
const demoUrl = 'http://127.0.0.1:4000/v1'
const secretBox = createSecretBox({ secret: 'x'.repeat(32) })

let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await createTestDatabase()
  db = database.db
})
afterAll(async () => database[Symbol.asyncDispose]())

function storeOf(instance = owner, isSingleInstance = false) {
  const keyTurns = createKeyTurns({ database: db, log: createRecordingLog() })
  return createRunStore({ database: db, secretBox, keyTurns, owner: instance, demoUrl, isSingleInstance })
}

function createModels(models: Partial<ModelConfigValues>[]): Promise<ModelConfigRow[]> {
  const shared = { provider: 'openai', apiBase: 'https://api.example.org/v1' }
  return Promise.all(
    models.map((model, index) =>
      createModelConfig(db, { ...shared, name: `Model ${index}`, model: `model-${index}`, ...model }),
    ),
  )
}

function addKey(modelId: string, box: SecretBox, value: string): Promise<void> {
  return addModelSecrets(db, modelId, [sealSecret(box, { kind: 'key', name: '', value })])
}

/** A session with one window for each model, of a user of its own. */
async function createBoard(models: ModelConfigRow[]) {
  const email = `${newId().toLowerCase()}@example.org`
  const values = { email, nickname: 'Someone', passwordHash: 'hash', mayRegister: () => true }
  const user = await createUser(db, values)
  const scope = { userId: user?.id ?? '' }
  const windows = models.map(({ id, name }) => ({ modelId: id, name }))
  const session = await createSession(db, scope, { systemMessage: 'Of the session', windows })
  return { scope, session }
}

/** Sends a text to every window, as `message.send` does, and gives the ids of the pending answers. */
async function send(board: Awaited<ReturnType<typeof createBoard>>, content: string): Promise<string[]> {
  const { result } = await transact(db, async (tx) => {
    const session = await lockSession(tx, board.scope, board.session.id)
    const windows = await listTargetWindows(tx, board.scope, session?.id ?? '')
    return appendTurns(tx, {
      sessionId: board.session.id,
      clientMessageId: newId(),
      requestHash: 'a'.repeat(64),
      content,
      windows,
      owner,
    })
  })
  return result.turns.map((turn) => turn.assistantMessageId)
}

function toOutcome(run: RunPlan, values: Partial<RunOutcome> = {}): RunOutcome {
  return {
    run,
    status: 'done',
    content: 'The answer',
    reasoning: '',
    finishReason: 'stop',
    errorCode: null,
    errorMessage: null,
    errorDetail: null,
    httpStatus: 200,
    usage: { promptTokens: 1000, completionTokens: 100, reasoningTokens: null, isEstimated: true },
    ttftMs: 5,
    latencyMs: 50,
    thinkingMs: null,
    asked: null,
    startedAt: new Date(),
    ...values,
  }
}

/** The plan of the one answer that was sent for. */
async function loadOne(messageIds: string[]): Promise<RunPlan> {
  const [plan] = await storeOf().loadPlans(messageIds)
  if (!plan) throw new Error('no plan')
  return plan
}

describe('the plans that the run store loads', () => {
  it('have the model, the decrypted key, all timeouts and the parameters of the window over those of the model', async () => {
    const modelId = newId()
    const board = await createBoard(
      await createModels([
        {
          id: modelId,
          extraConfig: { temperature: 0.2, maxTokens: 50 },
          timeouts: { idleMs: 1234 },
          contextWindow: 8000,
          price: { currency: 'EUR', inputPerMillion: '1', outputPerMillion: '2' },
        },
      ]),
    )
    await addKey(modelId, secretBox, 'sk-secret')
    const [window] = board.session.windows
    await updateWindow(db, board.scope, { id: window?.id ?? '', params: { temperature: 0.9 } })
    const plan = await loadOne(await send(board, 'Hello'))
    expect(plan).toMatchObject({
      endpoint: {
        apiBase: 'https://api.example.org/v1',
        model: 'model-0',
        apiKey: 'sk-secret',
        provider: 'openai',
      },
      params: { temperature: 0.9, maxTokens: 50 },
      timeouts: { ...defaultTimeouts, idleMs: 1234 },
      contextWindow: 8000,
      price: { currency: 'EUR' },
      lease: { owner, fence: 1 },
      userId: board.scope.userId,
      obstacle: null,
    })
  })

  it("have the window's own system message, or else the session's, and the window's history alone", async () => {
    const board = await createBoard(await createModels([{}, {}]))
    const [first] = board.session.windows
    await updateWindow(db, board.scope, { id: first?.id ?? '', systemMessage: 'Of the window' })
    const store = storeOf()
    for (const plan of await store.loadPlans(await send(board, 'One'))) {
      await store.finish(toOutcome(plan, { content: `from ${plan.endpoint.model}` }))
    }
    const plans = await store.loadPlans(await send(board, 'Two'))
    const seen = plans.map(({ endpoint, systemMessage, history, input }) => [
      endpoint.model,
      systemMessage,
      history.map(({ role, content }) => `${role}: ${content}`),
      input.content,
    ])
    expect(seen.sort()).toEqual([
      ['model-0', 'Of the window', ['user: One', 'assistant: from model-0', 'user: Two'], 'Two'],
      ['model-1', 'Of the session', ['user: One', 'assistant: from model-1', 'user: Two'], 'Two'],
    ])
  })

  it('send the demo models to the demo upstream', async () => {
    await saveDemoModels(db, [{ model: 'demo-swift', name: 'Swift', contextWindow: 8000 }])
    const demo = (await listModelConfigs(db)).filter(({ isDemo }) => isDemo)
    const plan = await loadOne(await send(await createBoard(demo), 'Hello'))
    expect(plan.endpoint).toMatchObject({ apiBase: demoUrl, model: 'demo-swift', apiKey: null })
  })

  it('say of a key that cannot be read that it is an obstacle, and of that model alone', async () => {
    const modelId = newId()
    const foreign = createSecretBox({ secret: 'y'.repeat(32) })
    const board = await createBoard(await createModels([{ id: modelId }, {}]))
    await addKey(modelId, foreign, 'sk-lost')
    const plans = await storeOf().loadPlans(await send(board, 'Hello'))
    const obstacles = plans.map(({ endpoint, obstacle }) => [endpoint.model, obstacle?.code ?? null])
    expect(obstacles.sort()).toEqual([
      ['model-0', 'KEY_REFUSED'],
      ['model-1', null],
    ])
    expect(JSON.stringify(plans)).not.toContain('sk-lost')
  })

  it('leave out what another owner holds', async () => {
    const messageIds = await send(await createBoard(await createModels([{}])), 'Hello')
    await expect(storeOf('instance-2').loadPlans(messageIds)).resolves.toEqual([])
  })
})

describe('the run store', () => {
  it('writes checkpoints and ends under the lease, with what the call cost', async () => {
    const store = storeOf()
    const board = await createBoard(
      await createModels([{ price: { currency: 'USD', inputPerMillion: '2', outputPerMillion: '10' } }]),
    )
    const plan = await loadOne(await send(board, 'Hello'))
    const { id: messageId } = plan.message
    const checkpoint = { messageId, lease: plan.lease, content: 'The', reasoning: 'hm' }
    await expect(store.checkpoint([checkpoint])).resolves.toEqual([])
    await expect(store.listInFlight(board.session.id)).resolves.toMatchObject([
      { status: 'streaming', content: 'The', reasoning: 'hm' },
    ])
    const ended = await store.finish(toOutcome(plan))
    expect(ended).toMatchObject({ status: 'done', content: 'The answer', usageEstimated: true })
    expect(Number(ended?.cost)).toBe(0.003)
    await expect(store.findMessages([messageId, newId()])).resolves.toEqual([ended])
    await expect(store.checkpoint([checkpoint])).resolves.toEqual([messageId])
    const ids = await store.listChangedSince(board.session.id, new Date(plan.message.createdAt))
    expect(ids.sort()).toEqual([messageId, plan.input.id].sort())
  })

  it('lets an owner that lost its lease write nothing', async () => {
    const board = await createBoard(await createModels([{}]))
    const plan = await loadOne(await send(board, 'Hello'))
    const { id: messageId } = plan.message
    const taken = await storeOf('instance-2', true).interruptExpired()
    expect(taken.map(({ id }) => id)).toContain(messageId)
    const store = storeOf()
    const checkpoint = { messageId, lease: plan.lease, content: 'late', reasoning: '' }
    await expect(store.checkpoint([checkpoint])).resolves.toEqual([messageId])
    await expect(store.renewLeases([messageId])).resolves.toEqual([messageId])
    await expect(store.finish(toOutcome(plan))).resolves.toBeNull()
    await expect(findMessageUnscoped(db, messageId)).resolves.toMatchObject({
      status: 'interrupted',
      content: '',
    })
  })

  it('interrupts what others hold only once that has expired, unless it is the only instance', async () => {
    const messageIds = await send(await createBoard(await createModels([{}])), 'Hello')
    await expect(storeOf('instance-2').interruptExpired()).resolves.toEqual([])
    await expect(storeOf(owner, true).interruptExpired()).resolves.toEqual([])
    const taken = await storeOf('instance-2', true).interruptExpired()
    expect(taken.map(({ id }) => id)).toEqual(messageIds)
  })

  it('estimates what a lost answer has used, in its row and in its call alike', async () => {
    const price = { currency: 'USD', inputPerMillion: '2', outputPerMillion: '10' } as const
    const [spoken = '', silent = ''] = await send(
      await createBoard(await createModels([{ price }, { price }])),
      'What is a lease, and who may end it?',
    )
    const plan = (await storeOf().loadPlans([spoken])).find(({ message }) => message.id === spoken)!
    const content = 'A lease is a right that ends by itself.'
    await storeOf().checkpoint([{ messageId: spoken, lease: plan.lease, content, reasoning: '' }])
    await storeOf('instance-2', true).interruptExpired()
    const answer = await findMessageUnscoped(db, spoken)
    expect(answer).toMatchObject({ status: 'interrupted', usageEstimated: true, currency: 'USD' })
    expect(answer?.promptTokens).toBeGreaterThan(10)
    expect(answer?.completionTokens).toBeGreaterThan(5)
    const { items } = await listCalls(db, { userId: plan.userId }, {})
    const call = items.find(({ messageId }) => messageId === spoken)
    const { promptTokens, completionTokens, cost } = answer!
    expect(call).toMatchObject({ status: 'interrupted', promptTokens, completionTokens, cost })
    // Nobody knows whether this one's model was ever called.
    expect(items.find(({ messageId }) => messageId === silent)).toMatchObject({
      status: 'interrupted',
      promptTokens: null,
      cost: null,
    })
  })

  it('finds a session whoever it belongs to', async () => {
    const { session } = await createBoard(await createModels([{}]))
    await expect(storeOf().findSession(session.id)).resolves.toEqual(session)
    await expect(storeOf().findSession(newId())).resolves.toBeNull()
  })
})
