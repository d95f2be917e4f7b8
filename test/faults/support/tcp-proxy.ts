import { once } from 'node:events'
import { createConnection, createServer, type AddressInfo, type NetConnectOpts, type Socket } from 'node:net'
import { createLane, type Lane, type LaneFault, type Verdict } from './proxy-lane.ts'

/** `refuse` resets what is open and every new connection, as a machine does on whose port nobody listens. */
export type Fault = LaneFault | 'refuse'

/** `up` goes to the target, `down` comes from it. */
export type Direction = 'up' | 'down'

/** One connection through the proxy. */
export interface Link {
  /** A fault of this connection alone; null gives it back the proxy's. */
  setFault(fault: LaneFault | null): void
  /** An RST to both sides. */
  reset(): void
  /** A FIN to both sides. */
  finish(): void
  /** Lets this many more bytes pass in a direction and then closes both sides. */
  cutAfter(bytes: number, direction?: Direction): void
  /** Lets go of what the tap held. */
  release(): void
  readonly isOpen: boolean
  /** Whether the target has ended the connection, also where nobody was told. */
  readonly hasTargetLeft: boolean
  /** Whether bytes were swallowed, so that the connection can never be whole again. */
  readonly hasLost: boolean
}

/** Sees each chunk before it goes on. */
export type Tap = (link: Link, direction: Direction, chunk: Buffer) => Verdict

export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** The connections that are open, the oldest first. */
  readonly links: Link[]
  /** How many connections there have been. */
  readonly linkCount: number
  /** Sets what happens to all connections, those to come too. Connections that have lost bytes are reset by any other fault. */
  setFault(fault: Fault): void
  /** Where new connections go from now on. */
  setTarget(target: NetConnectOpts): void
  setTap(tap: Tap | null): void
  /** An RST to both sides of every connection. */
  resetAll(): void
  close(): Promise<void>
}

interface OpenLink extends Link {
  wake(): void
}

/** Listens on a free loopback port and hands every connection on to the target, until it is told to be a bad network. */
export async function startTcpProxy(firstTarget: NetConnectOpts): Promise<TcpProxy> {
  const links = new Set<OpenLink>()
  let target = firstTarget
  let fault: Fault = 'pass'
  let tap: Tap | null = null
  let linkCount = 0

  const server = createServer({ allowHalfOpen: true }, (near) => {
    linkCount += 1
    near.on('error', () => undefined)
    if (fault === 'refuse') return void near.resetAndDestroy()
    const far = createConnection({ ...target, allowHalfOpen: true } as NetConnectOpts)
    far.on('error', () => undefined)
    const link = joinSockets(near, far, {
      fault: () => (fault === 'refuse' ? 'pass' : fault),
      tap: (...args) => tap?.(...args) ?? 'pass',
    })
    links.add(link)
    near.once('close', () => links.delete(link))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const resetAll = () => {
    for (const link of links) link.reset()
  }

  async function close(): Promise<void> {
    const closed = once(server, 'close')
    server.close()
    resetAll()
    await closed
  }

  return {
    port: (server.address() as AddressInfo).port,
    get links() {
      return [...links]
    },
    get linkCount() {
      return linkCount
    },
    setFault(next) {
      fault = next
      if (fault === 'refuse') return resetAll()
      for (const link of links) link.wake()
    },
    setTarget(next) {
      target = next
    },
    setTap(next) {
      tap = next
    },
    resetAll,
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface JoinOptions {
  fault(): LaneFault
  tap: Tap
}

function joinSockets(near: Socket, far: Socket, { fault, tap }: JoinOptions): OpenLink {
  let ownFault: LaneFault | null = null
  const faultNow = () => ownFault ?? fault()
  // Small writes go on as they come, so that what a fault hits is what was sent.
  for (const socket of [near, far]) socket.setNoDelay(true)

  const reset = () => {
    resetSocket(near)
    resetSocket(far)
  }
  const finish = () => {
    near.destroySoon()
    far.destroySoon()
  }
  const toLane = (from: Socket, to: Socket, direction: Direction): Lane =>
    createLane({
      from,
      to,
      fault: faultNow,
      inspect: (chunk) => tap(link, direction, chunk),
      onCut: finish,
    })

  const link: OpenLink = {
    setFault(next) {
      ownFault = next
      link.wake()
    },
    reset,
    finish,
    cutAfter: (bytes, direction = 'down') => lanes[direction].cutAfter(bytes),
    release() {
      lanes.up.release()
      lanes.down.release()
    },
    wake() {
      if (link.hasLost && faultNow() !== 'black-hole') return reset()
      lanes.up.wake()
      lanes.down.wake()
    },
    get hasLost() {
      return lanes.up.hasLost || lanes.down.hasLost
    },
    get isOpen() {
      return !near.destroyed
    },
    get hasTargetLeft() {
      return far.readableEnded || far.destroyed
    },
  }
  const lanes = { up: toLane(near, far, 'up'), down: toLane(far, near, 'down') }
  onBrokenOff(near, far, faultNow)
  onBrokenOff(far, near, faultNow)
  return link
}

/** A socket that is still connecting has nobody to reset, and a socket file knows no RST. */
function resetSocket(socket: Socket): void {
  const canReset = !socket.connecting && socket.remoteAddress !== undefined
  if (canReset) socket.resetAndDestroy()
  else socket.destroy()
}

/** What breaks off on one side breaks off on the other, unless the network between them is gone. */
function onBrokenOff(one: Socket, other: Socket, faultNow: () => LaneFault): void {
  one.once('error', () => {
    if (faultNow() !== 'black-hole') resetSocket(other)
  })
  one.once('close', () => {
    if (faultNow() !== 'black-hole') other.destroySoon()
  })
}
