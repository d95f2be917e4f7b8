import type { Clock } from './ports.ts'

/** How often those that wait are told that they have moved up. */
const TELL_MS = 250

/** A call that may have to wait until its model's endpoint has room for it. */
export interface QueuedCall {
  modelId: string
  userId: string
  /** How many calls the endpoint takes at a time. */
  limit: number
  /** Once aborted the call waits no longer: whoever makes it looks at the signal first. */
  signal: AbortSignal
  /** Told how many calls are made until this one has been, itself included, whenever that changes. */
  onPlace: (place: number) => void
}

/** What is to be called once the call is over. */
export type Leave = () => void

/**
 * Lets no more calls go to a model's endpoint at a time than it takes. Those that wait go in turn by user, and of one user
 * in the order they came, so that nobody's many windows keep another's one waiting. It counts the calls of this instance.
 */
export interface ModelQueues {
  /** Resolves when the call may be made. */
  enter(call: QueuedCall): Promise<Leave>
}

interface Waiting {
  call: QueuedCall
  place: number
  resolve: (leave: Leave) => void
}

interface Queue {
  limit: number
  running: number
  /** By user; whose turn it is comes first. */
  waiting: Map<string, Waiting[]>
  cancelTell: (() => void) | null
}

export function createModelQueues(clock: Clock): ModelQueues {
  const queues = new Map<string, Queue>()

  function open(modelId: string): Queue {
    const queue = queues.get(modelId) ?? { limit: 0, running: 0, waiting: new Map(), cancelTell: null }
    queues.set(modelId, queue)
    return queue
  }

  function letIn(queue: Queue, { call, resolve }: Waiting): void {
    queue.running += 1
    let hasLeft = false
    resolve(() => {
      if (hasLeft) return
      hasLeft = true
      queue.running -= 1
      goOn(queue, call.modelId)
    })
  }

  /** Lets in whom there is room for, and forgets a queue that nobody is in. */
  function goOn(queue: Queue, modelId: string): void {
    while (queue.running < queue.limit) {
      const next = takeNext(queue)
      if (!next) break
      letIn(queue, next)
    }
    if (queue.waiting.size > 0) {
      queue.cancelTell ??= clock.schedule(TELL_MS, () => tellPlaces(queue))
      return
    }
    queue.cancelTell?.()
    queue.cancelTell = null
    if (queue.running === 0) queues.delete(modelId)
  }

  return {
    enter: (call) =>
      new Promise((resolve) => {
        const queue = open(call.modelId)
        queue.limit = call.limit
        const waiting: Waiting = { call, place: 0, resolve }
        add(queue, waiting)
        goOn(queue, call.modelId)
        if (!isWaiting(queue, waiting)) return
        tellPlace(waiting, placesOf(queue).indexOf(waiting) + 1)
        const onAbort = () => {
          if (!remove(queue, waiting)) return
          resolve(() => {})
          goOn(queue, call.modelId)
        }
        call.signal.addEventListener('abort', onAbort, { once: true })
        if (call.signal.aborted) onAbort()
      }),
  }
}

function add({ waiting }: Queue, added: Waiting): void {
  const ofUser = waiting.get(added.call.userId)
  if (ofUser) ofUser.push(added)
  else waiting.set(added.call.userId, [added])
}

/** The first of the user whose turn it is, who then stands behind all others. */
function takeNext({ waiting }: Queue): Waiting | undefined {
  for (const [userId, ofUser] of waiting) {
    const next = ofUser.shift()
    waiting.delete(userId)
    if (ofUser.length > 0) waiting.set(userId, ofUser)
    return next
  }
  return undefined
}

function isWaiting({ waiting }: Queue, asked: Waiting): boolean {
  return waiting.get(asked.call.userId)?.includes(asked) ?? false
}

function remove(queue: Queue, gone: Waiting): boolean {
  if (!isWaiting(queue, gone)) return false
  const { userId } = gone.call
  const left = queue.waiting.get(userId)?.filter((each) => each !== gone) ?? []
  if (left.length > 0) queue.waiting.set(userId, left)
  else queue.waiting.delete(userId)
  return true
}

/** Those that wait, in the order in which they will be let in. */
function placesOf({ waiting }: Queue): Waiting[] {
  const users = [...waiting.values()]
  const rounds = Math.max(0, ...users.map((ofUser) => ofUser.length))
  return Array.from({ length: rounds }, (_, round) => users.flatMap((ofUser) => ofUser[round] ?? [])).flat()
}

function tellPlaces(queue: Queue): void {
  queue.cancelTell = null
  for (const [index, waiting] of placesOf(queue).entries()) tellPlace(waiting, index + 1)
}

function tellPlace(waiting: Waiting, place: number): void {
  if (waiting.place === place) return
  waiting.place = place
  waiting.call.onPlace(place)
}
