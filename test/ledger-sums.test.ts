import type { Call, Message } from '@chatmore/api/contract'
import { sumDecimals } from '@chatmore/db'
import type { Behaviour } from '@chatmore/llm/testing'
import { expect, it } from 'vitest'
import { createTestApp, type TestAccount, type TestApp } from './create-test-app.ts'
import { waitUntilIdle } from './database-fingerprint.ts'
import { checkCalls } from './faults/support/check-calls.ts'
import { waitFor } from './faults/support/wait-for.ts'

const SESSIONS = 25
const KINDS = ['once', 'repeated', 'busy', 'cut', 'refused', 'silent', 'unasked', 'stopped'] as const
const RUNS = SESSIONS * KINDS.length
/** The calls end in so many parts, and in the middle of each the database ends all connections. */
const PARTS = 4

type Kind = (typeof KINDS)[number]
type Exchange = Parameters<Behaviour['run']>[0]

interface Usage {
  prompt_tokens: number
  completion_tokens: number
  completion_tokens_details: { reasoning_tokens: number }
  prompt_tokens_details: { cached_tokens: number }
}

it('adds up to what two hundred calls at once were told, while endpoints, people and the database fail', async () => {
  await using app = await createTestApp()
  const endpoint = scriptEndpoint(app)
  const price = { currency: 'USD', inputPerMillion: '3', outputPerMillion: '15.000001' } as const
  const models = await Promise.all(
    KINDS.map((kind) => app.createModel({ name: `The ${kind}`, model: kind, price })),
  )
  const people = [app.admin, await app.createAccount()]
  const sessions = await Promise.all(
    Array.from({ length: SESSIONS }, async (_, index) => {
      const { client, token } = people[index % 2]!
      const { id } = await client.session.create({ windows: models.map((model) => ({ modelId: model.id })) })
      await client.message.send({
        sessionId: id,
        content: `Question of ${id}`,
        clientMessageId: 'the-question',
      })
      return { id, token }
    }),
  )
  await waitFor('all are asked', () => endpoint.asked.size === RUNS)
  // Whoever waited for the answers leaves.
  for (const { client } of people) client.close()
  for (let part = 0; part < PARTS; part += 1) {
    const before = await countCalls(app)
    endpoint.release(RUNS / PARTS)
    await waitFor('some of a part are in the log', async () => (await countCalls(app)) > before + 5)
    await endConnections(app)
  }
  await waitFor(
    'none but what is to be stopped goes on',
    async () => (await countCalls(app)) === RUNS - SESSIONS,
  )
  const clients = new Map(people.map(({ token }) => [token, app.connect(token)]))
  for (const { id, token } of sessions) await clients.get(token)!.message.stop({ sessionId: id })
  await waitUntilIdle(app)

  const answers = await Promise.all(sessions.map(({ id, token }) => listAnswers(clients.get(token)!, id)))
  expect(answers.flat()).toHaveLength(RUNS)
  expect(await checkCalls(app.database.url, answers.flat())).toEqual([])
  const all = await readLog(app, app.admin.token)
  expect(all).toHaveLength(RUNS)
  expectTold(all, endpoint.told)
  const [admin, other] = people.map(({ token }) => clients.get(token)!)
  expect(await admin!.stats.summary()).toMatchObject(toSums(all))
  expect(await other!.stats.summary()).toMatchObject(toSums(await readLog(app, people[1]!.token)))
  expect(await readCsvSums(app)).toEqual(toSums(all))
}, 180_000)

/** An endpoint of every kind of trouble, which answers as many as `release` says, and what it told of usage. */
function scriptEndpoint({ upstream }: TestApp) {
  const asked = new Set<string>()
  const told: Usage[] = []
  const held: (() => void)[] = []
  const answer = async ({ request: { body }, outgoing }: Exchange, kind: Kind) => {
    const question = `${kind} ${JSON.stringify(body.messages)}`
    const isFirst = !asked.has(question)
    asked.add(question)
    if (isFirst) await new Promise<void>((resolve) => held.push(resolve))
    const refusal = toRefusal(kind, isFirst, 'stream_options' in body)
    if (refusal) return void outgoing.writeHead(refusal.status).end(refusal.text)
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
    writeChunk(outgoing, { choices: [{ index: 0, delta: { content: 'Some words of an answer.' } }] })
    if (kind === 'stopped') return
    if (kind !== 'silent' && kind !== 'unasked') tell(outgoing, kind, told)
    if (kind === 'cut') return void setImmediate(() => outgoing.destroy())
    writeChunk(outgoing, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
    outgoing.end('data: [DONE]\n\n')
  }
  for (const kind of KINDS) {
    upstream.on(kind, { kind: 'raw', run: (exchange) => void answer(exchange, kind) })
  }
  const release = (count: number) => held.splice(0, count).forEach((resolve) => resolve())
  return { asked, told, release }
}

function toRefusal(kind: Kind, isFirst: boolean, isAskedForUsage: boolean) {
  if (kind === 'refused') return { status: 400, text: 'not today' }
  if (kind === 'busy' && isFirst) return { status: 503, text: 'later' }
  if (kind === 'unasked' && isAskedForUsage) return { status: 400, text: 'what are stream_options?' }
  return null
}

function tell(outgoing: Exchange['outgoing'], kind: Kind, told: Usage[]): void {
  const usage = toUsage(told.length)
  told.push(usage)
  if (kind === 'repeated') {
    writeChunk(outgoing, { choices: [], usage: { ...usage, completion_tokens: 1 } })
    writeChunk(outgoing, { choices: [], usage })
  }
  writeChunk(outgoing, { choices: [], usage })
}

function writeChunk(outgoing: Exchange['outgoing'], chunk: object): void {
  outgoing.write(`data: ${JSON.stringify(chunk)}\n\n`)
}

/** Different of each call, so that one for another shows. */
function toUsage(number: number): Usage {
  return {
    prompt_tokens: 1000 + number * 7,
    completion_tokens: 200 + number * 3,
    completion_tokens_details: { reasoning_tokens: number },
    prompt_tokens_details: { cached_tokens: 500 + number },
  }
}

async function countCalls({ database }: TestApp): Promise<number> {
  const [rows] = await database.db.$client.query('SELECT COUNT(*) AS count FROM calls')
  return (rows as { count: number }[])[0]!.count
}

/** Ends whatever the server has open at this database, in the middle of whatever it does. */
async function endConnections({ database }: TestApp): Promise<void> {
  const pool = database.db.$client
  const [rows] = await pool.query(
    'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
  )
  for (const { id } of rows as { id: number }[]) await pool.query(`KILL ${id}`).catch(() => undefined)
}

async function listAnswers(client: TestAccount['client'], sessionId: string): Promise<Message[]> {
  const { windows } = await client.session.get({ id: sessionId })
  const lists = await Promise.all(windows.map(({ id }) => client.message.list({ windowId: id })))
  return lists.flatMap(({ items }) => items.filter(({ role }) => role === 'assistant'))
}

async function readLog({ url }: TestApp, token: string): Promise<Call[]> {
  const response = await fetch(`${url}/calls.jsonl`, { headers: { authorization: `Bearer ${token}` } })
  const lines = (await response.text()).trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Call)
}

const total = <Row>(rows: Row[], toNumber: (row: Row) => number | null) =>
  rows.reduce((sum, row) => sum + (toNumber(row) ?? 0), 0)

/** Each usage is in the log as it was told, once; of calls that were told none there is an estimate, of refused ones nothing. */
function expectTold(calls: Call[], told: Usage[]): void {
  const kinds = (isOne: (call: Call) => boolean) =>
    [...new Set(calls.filter(isOne).map((call) => call.upstreamModel))].sort()
  const isTold = (call: Call) => call.promptTokens !== null && !call.usageEstimated
  expect(kinds(isTold)).toEqual(['busy', 'cut', 'once', 'repeated'])
  expect(kinds(({ usageEstimated }) => usageEstimated)).toEqual(['silent', 'stopped', 'unasked'])
  expect(kinds(({ promptTokens }) => promptTokens === null)).toEqual(['refused'])
  const logged = calls.filter(isTold).map((call) => ({
    prompt_tokens: call.promptTokens,
    completion_tokens: call.completionTokens,
    completion_tokens_details: { reasoning_tokens: call.reasoningTokens },
    prompt_tokens_details: { cached_tokens: call.cachedTokens },
  }))
  expect(logged.sort((one, other) => one.prompt_tokens! - other.prompt_tokens!)).toEqual(told)
}

function toSums(calls: Call[]) {
  return {
    calls: calls.length,
    errors: calls.filter(({ status }) => status === 'error').length,
    estimated: calls.filter(({ usageEstimated }) => usageEstimated).length,
    promptTokens: total(calls, ({ promptTokens }) => promptTokens),
    completionTokens: total(calls, ({ completionTokens }) => completionTokens),
    reasoningTokens: total(calls, ({ reasoningTokens }) => reasoningTokens),
    cachedTokens: total(calls, ({ cachedTokens }) => cachedTokens),
    cost: sumDecimals(calls.map(({ cost }) => cost ?? '0')),
  }
}

async function readCsvSums({ url, admin }: TestApp) {
  const response = await fetch(`${url}/calls.csv`, { headers: { authorization: `Bearer ${admin.token}` } })
  const [head = '', ...lines] = (await response.text()).trimEnd().split('\r\n')
  const names = head.split(',')
  const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at]!, cell])))
  return toSums(
    rows.map((row) => {
      const count = (name: string) => Number(row[name])
      return {
        ...row,
        promptTokens: count('promptTokens'),
        completionTokens: count('completionTokens'),
        reasoningTokens: count('reasoningTokens'),
        cachedTokens: count('cachedTokens'),
        usageEstimated: row['usageEstimated'] === 'true',
        cost: row['cost'] || null,
      } as unknown as Call
    }),
  )
}
