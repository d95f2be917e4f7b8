import { text } from 'node:stream/consumers'
import type { Receiver } from '../load/receiver.ts'
import { toChatBody } from './chat-body.ts'
import { post } from './post-json.ts'
import type { Reader, TurnOrder } from './target.ts'

export interface HttpAddress {
  url: string
  headers?: Record<string, string>
}

/** A program that asks for each of its streams by a request of its own. */
export function createHttpReader(address: HttpAddress, streams: number[]): Reader {
  return {
    ask: async (order, receiver) => {
      await Promise.all(streams.map((stream) => readStream({ address, stream, order, receiver })))
    },
    close: () => Promise.resolve(),
  }
}

interface StreamRead {
  address: HttpAddress
  stream: number
  order: TurnOrder
  receiver: Receiver
}

async function readStream({ address, stream, order, receiver }: StreamRead): Promise<void> {
  const response = await post({ ...address, body: toChatBody(stream, order) })
  if (response.statusCode !== 200)
    throw new Error(`${address.url} answered ${response.statusCode}: ${await text(response)}`)
  await new Promise((resolve, reject) => {
    response.on('data', (bytes: Buffer) => receiver.takeBytes(stream, bytes))
    response.on('end', resolve)
    response.on('error', reject)
  })
  receiver.end(stream)
}
