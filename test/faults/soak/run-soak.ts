import { setTimeout as delay } from 'node:timers/promises'
import { startTestServer, type TestServer } from '@chatmore/db/testing'
import { isInFlight } from '@chatmore/api/contract'
import { checkCalls } from '../support/check-calls.ts'
import { startRig } from '../support/start-rig.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkResources } from './check-resources.ts'
import type { Resources } from './count-resources.ts'
import { createRandom } from './random.ts'
import { soakFaults, type Target } from './soak-faults.ts'
import { startConversation, type Conversation } from './soak-load.ts'

const CONVERSATIONS = 4
const PAUSE_MS = [3000, 10_000] as const

export interface SoakOptions {
  seconds: number
  seed: number
  /** Told of each fault as it is drawn. */
  tell(line: string): void
  /** Ends the soak early; it then cleans up and rejects. */
  signal: AbortSignal
}

export interface SoakReport {
  /** How often each fault was drawn. */
  faults: Record<string, number>
  /** How many sends ended how, as their clients saw it. */
  sends: Record<string, number>
  /** How many answers ended how, as the database has them. */
  answers: Record<string, number>
  /** How many answers' texts, as shown by a watcher, were compared. */
  shownTexts: number
  resources: Resources
  problems: string[]
}

/** Lets faults befall a server that is in use, heals everything, and compares what was promised with what is there. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const database = await startTestServer({ hasPort: true, durability: 'full' })
  try {
    return await soakOn(database, options)
  } finally {
    await database.stop()
  }
}

async function soakOn(database: TestServer, options: SoakOptions): Promise<SoakReport> {
  const random = createRandom(options.seed)
  const ending = new AbortController()
  await using rig = await startRig(database.url, { variables: { CHATMORE_SHUTDOWN_GRACE_MS: '3000' } })
  const target: Target = { rig, database, server: rig.server, random }
  const conversations = await Promise.all(
    Array.from({ length: CONVERSATIONS }, (_, index) =>
      startConversation({
        rig,
        // Of their own, so that the faults do not depend on how long a client takes.
        random: createRandom(options.seed * 1000 + index),
        name: `c${index}`,
        sendRetryMs: index % 2 ? 0 : 20_000,
        signal: ending.signal,
      }),
    ),
  )
  const faults = await befall(target, options)
  options.tell('healed; checking')
  ending.abort()
  await Promise.all(conversations.map(({ finished }) => finished))
  return { faults, ...(await judge(target, conversations)) }
}

async function befall(
  target: Target,
  { seconds, tell, signal }: SoakOptions,
): Promise<Record<string, number>> {
  const drawn: string[] = []
  const startedAt = performance.now()
  const secondsSoFar = () => (performance.now() - startedAt) / 1000
  for (;;) {
    await delay(target.random.between(...PAUSE_MS), undefined, { signal })
    if (secondsSoFar() >= seconds) return countBy(drawn)
    const name = target.random.pick(Object.keys(soakFaults))
    tell(`${secondsSoFar().toFixed(0).padStart(4)} s  ${name}`)
    drawn.push(name)
    await soakFaults[name]?.(target)
    signal.throwIfAborted()
  }
}

async function judge(target: Target, conversations: Conversation[]): Promise<Omit<SoakReport, 'faults'>> {
  const { rig, server } = target
  await waitFor('the server is ready', async () => (await fetch(`${server.url}/readyz`)).ok)
  const sessions = conversations.map(({ session }) => session)
  const problems: string[] = []
  const note = (error: unknown) => void problems.push(String(error))
  const answers = (await Promise.all(sessions.map((session) => rig.settled(session).catch(note)))).flatMap(
    (each) => each ?? [],
  )
  await waitFor('C4 every watcher has seen every end', () => rig.watchers.every(hasSeenEnds)).catch(note)
  problems.push(...(await rig.check(...sessions)), ...(await checkCalls(target.database.url, answers)))
  for (const { lostWatches } of conversations) lostWatches.forEach(note)
  const { sends, watchers } = rig
  const outcomes = countBy(sends.map(({ outcome }) => outcome))
  const shownTexts = watchers.reduce((sum, { longest }) => sum + longest.size, 0)
  const { resources, problems: leaks } = await checkResources(target)
  return {
    sends: outcomes,
    answers: countBy(answers.map(({ status }) => status)),
    shownTexts,
    resources,
    problems: [...problems, ...leaks, ...rig.listServerFaults()],
  }
}

function hasSeenEnds({ latest }: { latest: ReadonlyMap<string, { status: string }> }): boolean {
  return [...latest.values()].every(({ status }) => !isInFlight(status as never))
}

function countBy(words: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words.sort()) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
