import type { Channel } from '../../contract/index.ts'
import { lengthOf, type LiveAnswer } from './live-answer.ts'
import type { EndStatus, Run } from './ports.ts'
import { joinCharacters, replaceLoneSurrogates } from './whole-characters.ts'

/** Why a run is ended from outside. `lost`: its row belongs to another now, so nothing may be written. */
export type EndReason = 'stopped' | 'interrupted' | 'lost'

/** An answer that this instance is working on, from the moment it is asked to until its end is stored. */
export interface LiveRun {
  readonly messageId: string
  /** Null for one that is taken up only to be stopped. */
  readonly sessionId: string | null
  readonly controller: AbortController
  endReason: EndReason | null
  /** Null until the plan has been loaded. */
  opened: { run: Run; answer: LiveAnswer } | null
  /** The first half of a character, per channel, until its second half comes. */
  readonly held: Record<Channel, string>
  /** How far each channel has been published. */
  readonly published: Record<Channel, number>
  /** How much text, of both channels, the row has. */
  checkpointed: number
  /** When the lease was last taken or renewed, by the clock that never jumps. */
  renewedAt: number
  /** From now on only the end state may be written. */
  isEnding: boolean
  /** Resolves to the end state that was stored; to null where nothing was. */
  readonly ended: Promise<EndStatus | null>
  readonly resolveEnded: (status: EndStatus | null) => void
}

/** The state table of the answers that run on this instance. It does no I/O. */
export class LiveRuns {
  readonly #runs = new Map<string, LiveRun>()

  get size(): number {
    return this.#runs.size
  }

  /** Adds a run; null where the answer is being worked on already. */
  begin({ messageId, sessionId }: Pick<LiveRun, 'messageId' | 'sessionId'>, now: number): LiveRun | null {
    if (this.#runs.has(messageId)) return null
    let resolveEnded: LiveRun['resolveEnded'] = () => {}
    const ended = new Promise<EndStatus | null>((resolve) => (resolveEnded = resolve))
    const run: LiveRun = {
      messageId,
      sessionId,
      controller: new AbortController(),
      endReason: null,
      opened: null,
      held: { content: '', reasoning: '' },
      published: { content: 0, reasoning: 0 },
      checkpointed: 0,
      renewedAt: now,
      isEnding: false,
      ended,
      resolveEnded,
    }
    this.#runs.set(messageId, run)
    return run
  }

  find(messageId: string): LiveRun | undefined {
    return this.#runs.get(messageId)
  }

  /** The text of an answer that runs here. */
  findAnswer(messageId: string): LiveAnswer | undefined {
    return this.#runs.get(messageId)?.opened?.answer
  }

  list(): LiveRun[] {
    return [...this.#runs.values()]
  }

  listOfSession(sessionId: string): LiveRun[] {
    return this.list().filter((run) => run.sessionId === sessionId)
  }

  /** Lets go of a run and tells whoever waits for its end. */
  end(run: LiveRun, status: EndStatus | null): void {
    if (this.#runs.get(run.messageId) === run) this.#runs.delete(run.messageId)
    run.resolveEnded(status)
  }
}

/** Ends a run's upstream call. The first reason stands; a run that is ending by itself is left to. */
export function endRun(run: LiveRun, reason: EndReason): void {
  if (run.endReason !== null || run.isEnding) return
  run.endReason = reason
  run.controller.abort()
}

/** Adds a piece of text as it came from upstream. */
export function appendPiece(run: LiveRun, channel: Channel, piece: string): void {
  const { text, held } = joinCharacters(run.held[channel], piece)
  run.held[channel] = held
  run.opened?.answer[channel].append(text)
}

/** Adds what was held back, once nothing more comes. */
export function appendHeld(run: LiveRun): void {
  for (const channel of ['content', 'reasoning'] as const) {
    run.opened?.answer[channel].append(replaceLoneSurrogates(run.held[channel]))
    run.held[channel] = ''
  }
}

/** How much text the row lacks, in UTF-16 units. */
export function unsavedLength(run: LiveRun): number {
  return run.opened ? lengthOf(run.opened.answer) - run.checkpointed : 0
}
