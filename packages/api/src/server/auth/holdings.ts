import { findRights, type Database, type Rights } from '@chatmore/db'
import { SESSION_LIFETIME_MS } from './create-lucia.ts'
import { isWithinRanges } from './is-within-ranges.ts'
import type { NoteKeyUse } from './note-key-use.ts'
import type { Credentials } from './read-credentials.ts'
import { hashSecretToken } from './secret-token.ts'

/** The longest statement asks for so many. */
const AT_A_TIME = 1000

/** What beside the credentials themselves is asked for: a chat session of their user's, a model that their key may ask. */
export interface HeldThing {
  sessionId?: string
  modelId?: string
}

/** Whether credentials are good still, and what is named is theirs: by the same rules as a call's. Rejects where that cannot be read. */
export type Holds = (credentials: Credentials, thing?: HeldThing) => Promise<boolean>

interface Question extends HeldThing {
  type: 'session' | 'apiKey'
  hash: string
  /** Where a key is used from. */
  address: string
  resolve(holds: boolean): void
  reject(failure: unknown): void
}

/** Reads for all who ask in one tick at once, as those do that keep connections open: one statement, not one for each. */
export function createHoldings(database: Database, noteKeyUse: NoteKeyUse): Holds {
  let waiting: Question[] = []

  function answerAll(): void {
    const asked = waiting
    waiting = []
    for (let at = 0; at < asked.length; at += AT_A_TIME) {
      const part = asked.slice(at, at + AT_A_TIME)
      answer(part).catch((failure: unknown) => part.forEach(({ reject }) => reject(failure)))
    }
  }

  async function answer(questions: Question[]): Promise<void> {
    const rights = await findRights(database, {
      signIns: hashesOf(questions, 'session'),
      apiKeys: hashesOf(questions, 'apiKey'),
      models: unique(questions.flatMap(({ modelId }) => modelId ?? [])),
      sessions: unique(questions.flatMap(({ sessionId }) => sessionId ?? [])),
      signedInAfter: new Date(Date.now() - SESSION_LIFETIME_MS),
    })
    await noteKeyUse([...rights.holders.values()].flatMap(({ apiKeyId }) => apiKeyId ?? []))
    for (const question of questions) question.resolve(isHeld(rights, question))
  }

  return (credentials, thing = {}) => {
    if (credentials.type === 'none') return Promise.resolve(false)
    const { type } = credentials
    const address = type === 'apiKey' ? credentials.address : ''
    const hash = hashSecretToken(type === 'session' ? credentials.token : credentials.key)
    return new Promise((resolve, reject) => {
      if (waiting.length === 0) queueMicrotask(answerAll)
      waiting.push({ ...thing, type, hash, address, resolve, reject })
    })
  }
}

function isHeld({ holders, owners, models }: Rights, question: Question): boolean {
  const { hash, address, sessionId, modelId } = question
  const holder = holders.get(hash)
  if (holder === undefined || !isWithinRanges(address, holder.ipRanges)) return false
  if (modelId !== undefined && !models.get(modelId)?.has(hash)) return false
  return sessionId === undefined || owners.get(sessionId) === holder.userId
}

function hashesOf(questions: Question[], type: Question['type']): string[] {
  return unique(questions.filter((question) => question.type === type).map(({ hash }) => hash))
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)]
}
