import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface PageServer extends AsyncDisposable {
  origin: string
  /** The file to serve as `/sdk.js`. */
  offer(file: string): void
}

/** A site of somebody's own: an empty page and a script. */
export async function servePage(): Promise<PageServer> {
  let file = ''
  const server = createServer((incoming, outgoing) => {
    const isScript = incoming.url === '/sdk.js'
    outgoing.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    if (!isScript) return outgoing.end('<!doctype html><title>Somebody’s own</title>')
    return void readFile(file).then((script) => outgoing.end(script))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    offer: (script) => (file = script),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
