import { Agent, createServer, request } from 'node:http'
import { announce } from './announce.ts'

/** The lower limit of passing a stream on: one read and one write for each chunk. */
const upstream = new URL(`${process.argv[2]}/chat/completions`)
const agent = new Agent({ keepAlive: true })

const server = createServer((incoming, outgoing) => {
  const call = request(
    upstream,
    { method: 'POST', agent, headers: { ...incoming.headers, host: upstream.host } },
    (response) => {
      outgoing.writeHead(response.statusCode ?? 502, {
        'content-type': response.headers['content-type'] ?? '',
      })
      response.pipe(outgoing)
    },
  )
  incoming.pipe(call)
})
announce(server)
