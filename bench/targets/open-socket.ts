import { once } from 'node:events'
import { WebSocket } from 'ws'

export interface OpenSocket {
  send(value: unknown): void
  /** What is called with each message from now on. */
  onMessage: (message: unknown) => void
  close(): Promise<void>
}

/** A WebSocket without a library's protocol on top, so that reading it costs the load little. */
export async function openSocket(url: string): Promise<OpenSocket> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { perMessageDeflate: false })
  const opened: OpenSocket = {
    send: (value) => socket.send(JSON.stringify(value)),
    onMessage: () => undefined,
    close: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
  socket.on('message', (data: Buffer) => {
    const text = data.toString()
    // tRPC asks a quiet reader so whether it is still there.
    if (text === 'PING') socket.send('PONG')
    else opened.onMessage(JSON.parse(text))
  })
  await once(socket, 'open')
  return opened
}
