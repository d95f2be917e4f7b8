import type { Session } from '@chatmore/api/contract'
import { toStreamText } from '../../load/order.ts'
import { callProcedure, type Caller } from './call-procedure.ts'

/** A session of one account with a window for each stream. */
export interface Room extends Caller {
  sessionId: string
  /** Which stream a window is, by the window's id. */
  streams: Map<string, number>
}

export async function createRoom(
  { url, token, modelId }: Caller & { modelId: string },
  streams: number[],
): Promise<Room> {
  const windows = streams.map((stream) => ({
    modelId,
    name: `Window ${stream}`,
    systemMessage: toStreamText(stream),
  }))
  const session = await callProcedure<Session>({ url, token }, 'session.create', { windows })
  return {
    url,
    token,
    sessionId: session.id,
    streams: new Map(session.windows.map((window, index) => [window.id, streams[index] ?? 0])),
  }
}
