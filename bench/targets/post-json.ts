import { Agent, request, type IncomingMessage } from 'node:http'

const agent = new Agent({ keepAlive: true, noDelay: true })

interface Call {
  url: string
  headers?: Record<string, string>
}

/** Posts JSON and gives the response when its head has come. */
export function post({ url, body, headers = {} }: Call & { body: unknown }): Promise<IncomingMessage> {
  const text = JSON.stringify(body)
  const length = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
  return send({ url, method: 'POST', headers: { ...length, ...headers } }, text)
}

/** Posts JSON and gives the JSON that comes back. Rejects for any status but 200. */
export async function postJson<Result>(call: Call & { body: unknown }): Promise<Result> {
  return JSON.parse(await readText(call.url, await post(call))) as Result
}

/** Rejects for any status but 200. */
export async function getText({ url, headers = {} }: Call): Promise<string> {
  return readText(url, await send({ url, method: 'GET', headers }))
}

function send({ url, ...options }: Call & { method: string }, text?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, ...options })
    outgoing.on('response', resolve)
    outgoing.on('error', reject)
    outgoing.end(text)
  })
}

async function readText(url: string, response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const bytes of response) pieces.push(bytes as Buffer)
  const text = Buffer.concat(pieces).toString()
  if (response.statusCode !== 200)
    throw new Error(`${url.slice(0, 200)} answered ${response.statusCode}: ${text.slice(-500)}`)
  return text
}
