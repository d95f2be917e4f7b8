import {
  isInFlight,
  type Message,
  type SendResult,
  type WatchBatch,
  type WatchEvent,
} from '@chatmore/api/contract'
import type { Receiver } from '../../load/receiver.ts'
import { toTurnText } from '../../load/order.ts'
import { openSocket, type OpenSocket } from '../open-socket.ts'
import type { Reader, TurnOrder } from '../target.ts'
import { callProcedure } from './call-procedure.ts'
import type { Room } from './create-room.ts'

interface Envelope {
  result?: { type: 'started' | 'data' | 'stopped'; data?: { data: WatchEvent | WatchBatch } }
  error?: { message: string }
}

type OnEvents = (events: WatchEvent[]) => void

/** One browser: a live connection that watches the room, and calls over HTTP. */
export async function openWatcher(room: Room): Promise<Reader> {
  const socket = await watchRoom(room)
  return {
    ask: (order, receiver) => ask({ room, socket, receiver }, order),
    close: socket.close,
  }
}

/** Resolves when the first event has come: then the server watches. */
async function watchRoom(room: Room): Promise<OpenSocket> {
  const socket = await openSocket(`${room.url}/trpc?connectionParams=1`)
  socket.send({ method: 'connectionParams', data: { token: room.token } })
  const input = { id: room.sessionId, batched: true }
  socket.send({ id: 1, method: 'subscription', params: { path: 'session.watch', input } })
  await new Promise<void>((resolve) => (socket.onMessage = toListener(() => resolve())))
  return socket
}

interface Asking {
  room: Room
  socket: OpenSocket
  receiver: Receiver
}

async function ask({ room, socket, receiver }: Asking, order: TurnOrder): Promise<void> {
  const running = new Set(room.streams.values())
  const ended = new Promise<void>((resolve) => {
    socket.onMessage = toListener((events) => {
      receiver.countMessage()
      for (const event of events) {
        if (event.type === 'delta') takeDelta(room, receiver, event)
        if (event.type === 'message') takeMessage({ room, receiver, running }, event.message)
      }
      if (running.size === 0) resolve()
    })
  })
  const clientMessageId = `${room.sessionId}-${order.turn}`
  const input = { sessionId: room.sessionId, content: toTurnText(order), clientMessageId }
  await callProcedure<SendResult>(room, 'message.send', input)
  await ended
}

function takeDelta(room: Room, receiver: Receiver, event: Extract<WatchEvent, { type: 'delta' }>): void {
  const stream = room.streams.get(event.windowId)
  if (stream !== undefined) receiver.takeText(stream, event.at, event.text)
}

interface Answers {
  room: Room
  receiver: Receiver
  running: Set<number>
}

/** An answer comes whole when it begins and when it has ended, as it was stored. */
function takeMessage({ room, receiver, running }: Answers, message: Message): void {
  const stream = room.streams.get(message.windowId)
  if (stream === undefined || message.role !== 'assistant') return
  receiver.takeWhole(stream, message.content)
  if (isInFlight(message.status)) return
  if (message.status !== 'done')
    throw new Error(`An answer ended as ${message.status}: ${message.errorMessage}`)
  receiver.end(stream)
  running.delete(stream)
}

function toListener(onEvents: OnEvents): (message: unknown) => void {
  return (message) => {
    const { result, error } = message as Envelope
    if (error) throw new Error(`The watch failed: ${error.message}`)
    const event = result?.data?.data
    if (event) onEvents(event.type === 'batch' ? event.events : [event])
  }
}
