import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Timings } from '../timings.ts'
import { closeSocket } from './close-socket.ts'
import type { GuardedFrames } from './guard-frames.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createReadingJudge } from './slow-reader.ts'

export interface TendedSocket {
  client: WebSocket
  /** The connection below it. */
  connection: Socket
  frames: GuardedFrames
}

/** Looks after one socket: the function is called every so often with a time in milliseconds. */
export function createTending({ client, connection, frames }: TendedSocket, timings: Timings) {
  const heartbeat = createHeartbeat(client, timings)
  const judgeReading = createReadingJudge(timings)
  let openedAt: number | null = null
  return (now: number): void => {
    openedAt ??= now
    if (client.readyState !== client.OPEN) return
    if (frames.awaitsParams() && now - openedAt >= timings.paramsWithin) {
      closeSocket(client, 'policyViolation', 'no connection parameters came')
      return
    }
    const { bufferedAmount: bufferedBytes } = client
    const reading = judgeReading(now, { bufferedBytes, writtenBytes: connection.bytesWritten })
    if (reading === 'isLost') closeSocket(client, 'tryAgainLater', 'too much was left unread')
    // A ping would wait behind all that is unread.
    else if (reading === 'isBehind') heartbeat.excuse(now)
    else if (!heartbeat.beat(now)) client.terminate()
    else if (client.isPaused) client.resume()
  }
}
