import { bringBackModelKey, noteKeyRefusal, type Database } from '@chatmore/db'
import type { EndpointKey, KeyRefusal, KeyRing } from '@chatmore/llm'
import { describeError } from '../errors/describe-error.ts'
import type { Log } from '../log.ts'
import { beginAt } from './begin-at.ts'

/** A key that was opened, and what the database says of it. */
export interface OpenKey extends EndpointKey {
  setAsideAt: string | null
  restsUntil: string | null
}

/** Has the calls of this instance use the keys of a model in turn, and do without those that were refused. */
export interface KeyTurns {
  /** The keys of a model as they were read just now: at least one. */
  ring(modelId: string, keys: OpenKey[]): KeyRing
}

interface Parts {
  database: Database
  log: Log
  /** Is told once what the database says of a key is another. */
  onChange?: (() => void) | undefined
}

/** What was refused here and is not, or was only just, in the database. */
interface Refused {
  until: number
  isStored: boolean
}

/**
 * Which key is refused is shared by the database; whose turn it is, each instance knows by itself. Where all are refused
 * the one that may come back first is tried nevertheless, and used again from then on where it is taken.
 */
export function createKeyTurns(parts: Parts): KeyTurns {
  const turns = new Map<string, number>()
  const refused = new Map<string, Refused>()

  function passedOverUntil({ id, setAsideAt, restsUntil }: OpenKey): number {
    const here = refused.get(id)?.until ?? 0
    if (setAsideAt !== null) return Infinity
    return Math.max(here, restsUntil === null ? 0 : Date.parse(restsUntil))
  }

  function order(modelId: string, keys: OpenKey[]): OpenKey[] {
    const now = Date.now()
    const usable = keys.filter((key) => passedOverUntil(key) <= now)
    if (usable.length === 0) return [...keys].sort(byReturn).slice(0, 1)
    const turn = turns.get(modelId) ?? 0
    turns.set(modelId, turn + 1)
    return beginAt(usable, turn)
  }

  function byReturn(one: OpenKey, other: OpenKey): number {
    const [first, second] = [passedOverUntil(one), passedOverUntil(other)]
    if (first !== second) return first < second ? -1 : 1
    return (one.setAsideAt ?? '') < (other.setAsideAt ?? '') ? -1 : 1
  }

  async function noteRefusal(modelId: string, keyId: string, refusal: KeyRefusal) {
    const here = { until: refusal.restMs === null ? Infinity : Date.now() + refusal.restMs, isStored: false }
    refused.set(keyId, here)
    parts.log.warn({ modelId, keyId, ...refusal }, 'an endpoint has refused a key')
    await store(() => noteKeyRefusal(parts.database, keyId, refusal))
    here.isStored = true
  }

  async function bringBack(modelId: string, keyId: string) {
    refused.delete(keyId)
    parts.log.info({ modelId, keyId }, 'an endpoint takes a refused key again')
    await store(() => bringBackModelKey(parts.database, modelId, keyId))
  }

  /** An answer waits for none of this, and goes on without it. */
  async function store(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
      parts.onChange?.()
    } catch (failure) {
      parts.log.warn({ error: describeError(failure) }, 'the state of a key could not be stored')
    }
  }

  return {
    ring(modelId, keys) {
      // What was read since it was stored is newer than what is known here.
      for (const { id } of keys) if (refused.get(id)?.isStored) refused.delete(id)
      let lastResort: string | null = null
      return {
        order() {
          const ordered = order(modelId, keys)
          const [first] = ordered
          lastResort = first && passedOverUntil(first) > Date.now() ? first.id : null
          return ordered
        },
        noteRefusal: ({ id }, refusal) => void noteRefusal(modelId, id, refusal),
        noteAnswer: ({ id }) => void (id === lastResort && bringBack(modelId, id)),
      }
    },
  }
}
