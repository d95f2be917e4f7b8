import { createServer, type AddressInfo } from 'node:net'

/** An API base on a loopback port where nobody listens: connecting is refused at once. */
export async function findClosedPortUrl(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}/v1`
}
