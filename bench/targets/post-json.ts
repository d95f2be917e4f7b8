import { Agent, request, type IncomingMessage } from 'node:http'

const agent = new Agent({ keepAlive: true, noDelay: true })

export interface PostOptions {
  url: string
  body: unknown
  headers?: Record<string, string>
}

/** Posts JSON and gives the response when its head has come. */
export function post({ url, body, headers = {} }: PostOptions): Promise<IncomingMessage> {
  const text = JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers },
    })
    outgoing.on('response', resolve)
    outgoing.on('error', reject)
    outgoing.end(text)
  })
}

/** Posts JSON and gives the JSON that comes back. Rejects for any status but 200. */
export async function postJson<Result>(options: PostOptions): Promise<Result> {
  const response = await post(options)
  const pieces: Buffer[] = []
  for await (const bytes of response) pieces.push(bytes as Buffer)
  const text = Buffer.concat(pieces).toString()
  if (response.statusCode !== 200) throw new Error(`${options.url} answered ${response.statusCode}: ${text}`)
  return JSON.parse(text) as Result
}
