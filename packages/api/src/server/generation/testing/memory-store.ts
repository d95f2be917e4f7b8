import { isInFlight, type Message, type Session } from '../../../contract/index.ts'
import type { Checkpoint, Clock, RunLease, RunOutcome, RunPlan, RunStore } from '../ports.ts'
import { buildPlan } from './build-plan.ts'

const LEASE_MS = 15_000

interface Row {
  message: Message
  plan: RunPlan
  fence: number
  owner: string | null
  leaseUntil: number
  updatedAt: number
}

/** A store in memory that keeps the port's rules on leases, fences and end states, and fails when told to. */
export class MemoryStore implements RunStore {
  readonly #rows: Map<string, Row>
  readonly #clock: Clock
  readonly #owner: string
  session: Session | null = null
  /** What files hold, by their ids. */
  readonly files = new Map<string, Buffer>()
  /** While true every call rejects. */
  isAway = false
  readonly #gates = new Map<keyof RunStore, Promise<void>>()
  readonly calls: (keyof RunStore)[] = []
  readonly checkpoints: Checkpoint[][] = []
  readonly outcomes: RunOutcome[] = []

  constructor(clock: Clock, owner = 'instance-1', rows = new Map<string, Row>()) {
    this.#clock = clock
    this.#owner = owner
    this.#rows = rows
  }

  /** The same rows as another instance has them; it can be away on its own. */
  openFor(owner: string): MemoryStore {
    return new MemoryStore(this.#clock, owner, this.#rows)
  }

  /** Adds a row; an answer in flight is held by this store's owner. */
  add(message: Message, plan: Partial<RunPlan> = {}): void {
    const owner = isInFlight(message.status) ? this.#owner : null
    const times = { leaseUntil: this.#now() + LEASE_MS, updatedAt: this.#now() }
    const lease = { owner: this.#owner, fence: 1 }
    this.#rows.set(message.id, {
      message,
      plan: buildPlan(message, { lease, ...plan }),
      fence: 1,
      owner,
      ...times,
    })
  }

  /** Puts a row into another instance's hands. */
  takeOver(messageId: string, values: Partial<Message> = {}): void {
    const row = this.#require(messageId)
    Object.assign(row, { owner: 'instance-2', fence: row.fence + 1 })
    this.#change(row, values)
  }

  get(messageId: string): Message {
    return { ...this.#require(messageId).message }
  }

  remove(messageId: string): void {
    this.#rows.delete(messageId)
  }

  /** Lets calls of this name wait until the returned function is called. */
  hold(name: keyof RunStore): () => void {
    let open = () => {}
    this.#gates.set(name, new Promise<void>((resolve) => (open = resolve)))
    return () => {
      this.#gates.delete(name)
      open()
    }
  }

  async loadPlans(messageIds: string[]) {
    await this.#call('loadPlans')
    const rows = this.#list(messageIds).filter(({ owner }) => owner === this.#owner)
    return rows.filter(({ message }) => message.status === 'pending').map(({ plan }) => plan)
  }

  async checkpoint(checkpoints: Checkpoint[]) {
    this.checkpoints.push(checkpoints)
    await this.#call('checkpoint')
    return checkpoints.flatMap(({ messageId, lease, content, reasoning }) => {
      const row = this.#findHeld(messageId, lease)
      if (!row) return [messageId]
      this.#change(row, { content, reasoning, status: 'streaming' })
      row.leaseUntil = this.#now() + LEASE_MS
      return []
    })
  }

  async finish(outcome: RunOutcome) {
    await this.#call('finish')
    const { run, status, content, reasoning, finishReason, errorCode, errorMessage, usage } = outcome
    const row = this.#findHeld(run.message.id, run.lease)
    if (!row) return null
    this.outcomes.push(outcome)
    this.#change(row, {
      promptTokens: usage?.promptTokens ?? null,
      usageEstimated: usage?.isEstimated ?? false,
    })
    this.#change(row, { status, content, reasoning, finishReason, errorCode, errorMessage })
    return { ...row.message }
  }

  async renewLeases(messageIds: string[]) {
    await this.#call('renewLeases')
    return messageIds.filter((messageId) => {
      const row = this.#rows.get(messageId)
      if (row?.owner !== this.#owner) return true
      row.leaseUntil = this.#now() + LEASE_MS
      return false
    })
  }

  async interruptExpired() {
    await this.#call('interruptExpired')
    const expired = this.#all().filter((row) => row.owner !== null && row.leaseUntil < this.#now())
    for (const row of expired) {
      row.fence += 1
      this.#change(row, { status: 'interrupted' })
    }
    return expired.map(({ message }) => ({ ...message }))
  }

  async listInFlight(sessionId: string) {
    await this.#call('listInFlight')
    const messages = this.#all().map(({ message }) => ({ ...message }))
    return messages.filter((message) => message.sessionId === sessionId && isInFlight(message.status))
  }

  async listChangedSince(sessionId: string, since: Date) {
    await this.#call('listChangedSince')
    const rows = this.#all().filter((row) => row.updatedAt >= since.getTime())
    const inSession = rows.filter(({ message }) => message.sessionId === sessionId)
    return inSession.slice(-10_000).map(({ message }) => message.id)
  }

  async findMessages(messageIds: string[]) {
    await this.#call('findMessages')
    return this.#list(messageIds).map(({ message }) => ({ ...message }))
  }

  async readFiles(fileIds: string[]) {
    await this.#call('readFiles')
    return new Map([...this.files].filter(([id]) => fileIds.includes(id)))
  }

  async findSession() {
    await this.#call('findSession')
    return this.session
  }

  async readTime() {
    await this.#call('readTime')
    return new Date(this.#now())
  }

  async #call(name: keyof RunStore): Promise<void> {
    this.calls.push(name)
    await this.#gates.get(name)
    if (this.isAway) throw new Error('the database is away')
  }

  /** A database has a clock of its own: no jump of an instance's shows here. */
  #now(): number {
    return Date.UTC(2026, 0, 1) + this.#clock.monotonic()
  }

  #all(): Row[] {
    return [...this.#rows.values()]
  }

  #list(messageIds: string[]): Row[] {
    return messageIds.flatMap((messageId) => this.#rows.get(messageId) ?? [])
  }

  #require(messageId: string): Row {
    const row = this.#rows.get(messageId)
    if (!row) throw new Error(`no message ${messageId}`)
    return row
  }

  #findHeld(messageId: string, { owner, fence }: RunLease): Row | undefined {
    const row = this.#rows.get(messageId)
    const isHeld = row?.owner === owner && row.fence === fence && isInFlight(row.message.status)
    return isHeld ? row : undefined
  }

  #change(row: Row, values: Partial<Message>): void {
    row.message = { ...row.message, ...values }
    if (isInFlight(row.message.status)) return
    Object.assign(row, { owner: null, updatedAt: this.#now() })
  }
}
