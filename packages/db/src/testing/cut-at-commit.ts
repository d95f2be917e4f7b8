import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface CommitCutter extends AsyncDisposable {
  /** The database's address by way of this. */
  url: string
  /**
   * Cuts the next connection that commits, or says this text, such as an INSERT that needs no COMMIT: before the server has
   * heard of it, or after, when its answer is due.
   */
  cutNext(when: 'before' | 'after', text?: string): void
  /** Passes nothing on any more, either way, on the connections that there are. */
  silence(): void
  /** How many were cut. */
  count(): number
}

/** Stands before a server that listens on a port, and loses connections at the one moment when nobody knows what became of it. */
export async function cutAtCommit(serverUrl: string): Promise<CommitCutter> {
  const { port } = new URL(serverUrl)
  const sockets = new Set<Socket>()
  let next: { when: 'before' | 'after'; text: string } | null = null
  let count = 0

  const proxy = createServer((client) => {
    const server = connect(Number(port), '127.0.0.1')
    let isCut = false
    const cut = (): void => {
      client.destroy()
      server.destroy()
    }
    client.on('data', (bytes) => {
      if (!next || !bytes.includes(next.text)) return void server.write(bytes)
      isCut = true
      count += 1
      if (next.when === 'before') cut()
      else server.write(bytes)
      next = null
    })
    server.on('data', (bytes) => void (isCut ? cut() : client.write(bytes)))
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', cut).on('close', cut)
    }
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')

  const address = new URL(serverUrl)
  address.port = String((proxy.address() as AddressInfo).port)
  return {
    url: address.href,
    silence: () => {
      for (const socket of sockets) socket.removeAllListeners('data').resume()
    },
    cutNext: (when, text = 'COMMIT') => void (next = { when, text }),
    count: () => count,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
