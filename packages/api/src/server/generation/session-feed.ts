import type { WatchEvent } from '../../contract/index.ts'
import { describeError } from '../errors/describe-error.ts'
import type { Log } from '../log.ts'
import type { DatabaseTime } from './database-time.ts'
import type { LiveRuns } from './live-runs.ts'
import type { Clock, EventBus, RunStore } from './ports.ts'
import { SessionProjection } from './session-projection.ts'
import type { Watcher } from './watcher.ts'

/** A commit shows later than its changes are dated, by as long as a transaction may take. */
const SLACK_MS = 15_000
const BODIES_AT_A_TIME = 20
/** A gap is filled from the row, whose text is up to a second behind. */
const FILL_MS = 500
const PAUSE_MS = 1000

export interface FeedParts {
  live: LiveRuns
  store: RunStore
  bus: EventBus
  clock: Clock
  time: DatabaseTime
  log: Log
}

/** Feeds all watchers of one session: from the bus, and from the store where the bus was not listened to. */
export class SessionFeed {
  readonly #parts: FeedParts
  readonly sessionId: string
  readonly #projection: SessionProjection
  readonly #unsubscribe: () => void
  readonly #emptied: Promise<void>
  #noteEmptied = () => {}
  #refreshing: Promise<void> | null = null
  #cancelFill: (() => void) | null = null
  #cancelPause: (() => void) | null = null

  constructor(parts: FeedParts, sessionId: string) {
    this.#parts = parts
    this.sessionId = sessionId
    this.#projection = new SessionProjection(parts.live, parts.time)
    this.#emptied = new Promise((resolve) => (this.#noteEmptied = resolve))
    this.#unsubscribe = parts.bus.subscribe(sessionId, (event) => this.#receive(event))
  }

  get watcherCount(): number {
    return this.#projection.watchers.size
  }

  join(watcher: Watcher): void {
    this.#projection.watchers.add(watcher)
  }

  leave(watcher: Watcher): void {
    this.#projection.watchers.delete(watcher)
    this.#projection.releaseUnwanted(watcher.changed())
    if (this.watcherCount > 0) return
    this.#noteEmptied()
    this.#unsubscribe()
    this.#cancelFill?.()
    this.#cancelPause?.()
  }

  /** Tells all watchers what they lack still, and no more. Resolves when the last of them has left. */
  endAll(): Promise<void> {
    for (const watcher of this.#projection.watchers) watcher.end()
    return this.#emptied
  }

  closeAll(): void {
    for (const watcher of this.#projection.watchers) watcher.close()
  }

  /**
   * The next events for a watcher, no more once they have so much text; none where it has been told everything. Rejects
   * where a sync cannot be read.
   */
  async next(watcher: Watcher, maxLength: number): Promise<WatchEvent[]> {
    if (watcher.needsSync) return [await this.#sync(watcher)]
    const known = this.#projection.takeEvents(watcher, maxLength)
    if (known.length > 0 || this.#cancelPause || isEmpty(watcher.changed())) return known
    await this.#readChanged(watcher)
    const read = this.#projection.takeEvents(watcher, maxLength)
    if (read.length === 0 && !isEmpty(watcher.changed())) this.#pause()
    return read
  }

  #receive(event: WatchEvent): void {
    this.#projection.apply(event)
    if (this.#projection.gapIds().length > 0) this.#scheduleFill()
  }

  async #sync(watcher: Watcher): Promise<WatchEvent> {
    this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = null))
    await this.#refreshing
    if (watcher.missedSince) {
      const since = new Date(watcher.missedSince.getTime() - SLACK_MS)
      await this.#readSession()
      watcher.noteMissed(await this.#parts.store.listChangedSince(this.sessionId, since))
    }
    return watcher.takeSync(this.#projection.answers())
  }

  /** Brings the answers in flight up to date with the rows: what began or ended unheard shows then. */
  async #refresh(): Promise<void> {
    const { store } = this.#parts
    const remoteIds = this.#projection.remoteIds()
    const inFlight = await store.listInFlight(this.sessionId)
    this.#projection.addCopies(inFlight)
    const ids = new Set(inFlight.map((message) => message.id))
    await this.#read(remoteIds.filter((messageId) => !ids.has(messageId) && this.#projection.find(messageId)))
  }

  /** What is heard of the session meanwhile may be newer than what is read, and if it is older, more will be heard. */
  async #readSession(): Promise<void> {
    const known = this.#projection.session
    const session = await this.#parts.store.findSession(this.sessionId)
    if (this.#projection.session === known) this.#projection.session = session
  }

  async #readChanged(watcher: Watcher): Promise<void> {
    const messageIds = [...watcher.changed()].slice(0, BODIES_AT_A_TIME)
    try {
      await this.#read(messageIds)
    } catch (failure) {
      this.#parts.log.warn({ error: describeError(failure) }, 'changed messages could not be read')
    }
  }

  /** Reads rows into the projection, and drops from it what is no more. */
  async #read(messageIds: string[]): Promise<void> {
    if (messageIds.length === 0) return
    const messages = await this.#parts.store.findMessages(messageIds)
    this.#projection.addCopies(messages)
    const found = new Set(messages.map((message) => message.id))
    for (const messageId of messageIds) if (!found.has(messageId)) this.#projection.remove(messageId)
  }

  /** Reads no bodies for a while. Texts go on meanwhile. */
  #pause(): void {
    this.#cancelPause ??= this.#parts.clock.schedule(PAUSE_MS, () => {
      this.#cancelPause = null
      for (const watcher of this.#projection.watchers) watcher.wake()
    })
  }

  #scheduleFill(): void {
    this.#cancelFill ??= this.#parts.clock.schedule(FILL_MS, () => void this.#fill())
  }

  async #fill(): Promise<void> {
    try {
      await this.#read(this.#projection.gapIds())
    } catch (failure) {
      this.#parts.log.warn({ error: describeError(failure) }, 'gap in an answer could not be filled')
    }
    this.#cancelFill = null
    if (this.watcherCount > 0 && this.#projection.gapIds().length > 0) this.#scheduleFill()
  }
}

function isEmpty(items: Iterable<unknown>): boolean {
  return items[Symbol.iterator]().next().done === true
}
