import type {
  ListedModel,
  ModelConfig,
  ModelKey,
  ModelSummary,
  Session,
  SessionCreateInput,
  SessionSummary,
  User,
} from '@chatmore/api/contract'
import { createFakeServer, type FakeServer } from './fake-server.ts'

const AT = '2026-11-22T08:00:00.000Z'

export function sampleUser(patch: Partial<User> = {}): User {
  return { id: id(1), email: 'ada@example.com', nickname: 'Ada', role: 'admin', createdAt: AT, ...patch }
}

export function sampleModel(patch: Partial<ModelSummary> = {}): ModelSummary {
  return {
    id: id(100),
    name: 'GPT-5',
    provider: 'openai',
    model: 'gpt-5',
    defaults: {},
    contextWindow: 400_000,
    capabilities: [],
    vision: false,
    enabled: true,
    isDemo: false,
    price: null,
    group: null,
    tags: [],
    maxTokensLimit: null,
    ...patch,
  }
}

export function sampleModelKey(patch: Partial<ModelKey> = {}): ModelKey {
  const refusal = { restsUntil: null, refusedAt: null, refusedStatus: null }
  return { id: id(150), name: '', state: 'inTurn', ...refusal, createdAt: AT, ...patch }
}

export function sampleConfig(patch: Partial<ModelConfig> = {}): ModelConfig {
  return {
    ...sampleModel(),
    apiBase: 'https://api.openai.com/v1',
    hasApiKey: true,
    keys: [sampleModelKey()],
    recordBodies: true,
    price: { currency: 'USD', inputPerMillion: '1.25', outputPerMillion: '10' },
    timeouts: {},
    access: { kind: 'everyone' },
    lastTest: null,
    maxConcurrent: null,
    apiVersion: null,
    maxCompletionTokens: 'auto',
    streamOptions: 'auto',
    extraHeaderNames: [],
    extraBody: null,
    createdAt: AT,
    updatedAt: AT,
    ...patch,
  }
}

/** A model in the administrators' list. */
export function sampleListed(patch: Partial<ListedModel> = {}): ListedModel {
  const health = { lastError: null, callsToday: 0, errorsToday: 0, ttftP95Ms: null, latencyP95Ms: null }
  return { ...sampleConfig(), health, ...patch }
}

export function sampleSession(patch: Partial<SessionSummary> = {}): SessionSummary {
  const at = new Date().toISOString()
  return {
    id: id(200),
    title: 'Refactor the parser',
    pinned: false,
    archived: false,
    tags: [],
    match: null,
    windowCount: 3,
    isRunning: false,
    createdAt: at,
    updatedAt: at,
    ...patch,
  }
}

/** The session that `session.create` gives for an input. */
export function sampleCreated(input: SessionCreateInput): Session {
  const sessionId = id(300)
  const windows = input.windows.map((window, at) => ({
    id: id(400 + at),
    sessionId,
    modelId: window.modelId,
    modelName: 'GPT-5',
    name: window.name ?? 'GPT-5',
    position: at,
    systemMessage: window.systemMessage ?? null,
    params: window.params ?? {},
    useGlobalInput: true,
    historySeq: 0,
    catchUp: null,
    createdAt: AT,
  }))
  return {
    id: sessionId,
    title: input.title ?? '',
    systemMessage: input.systemMessage ?? null,
    initialBroadcastDone: false,
    pinned: false,
    archived: false,
    tags: [],
    blind: false,
    windows,
    createdAt: AT,
    updatedAt: AT,
  }
}

/** A valid id, another for each number. */
export function id(number: number): string {
  return String(number).padStart(26, '0')
}

/** A server on which somebody is signed in and nothing is there yet. */
export function createSignedInServer(handlers: Record<string, (input: never) => unknown> = {}): FakeServer {
  return createFakeServer({
    'auth.status': () => ({ setupRequired: false, registration: 'closed', user: sampleUser() }),
    'session.list': () => ({ items: [], nextCursor: null, isPartial: false }),
    'model.list': () => [],
    'session.tags': () => [],
    'lineUp.list': () => [],
    'template.list': () => [],
    'preference.get': () => ({ titleModelId: null }),
    'account.signIns': () => [],
    ...handlers,
  })
}
