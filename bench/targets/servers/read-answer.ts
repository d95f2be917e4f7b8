import { Agent, request } from 'node:http'
import { StringDecoder } from 'node:string_decoder'

const agent = new Agent({ keepAlive: true })

interface Chunk {
  choices: { delta: { content?: string } }[]
}

export interface AnswerReading {
  /** The chat-completions address. */
  url: URL
  body: unknown
  onText(text: string): void
  onEnd(): void
}

/** Reads an upstream's answer by node:http and by hand, which is the least that reading one takes. */
export function readAnswer({ url, body, onText, onEnd }: AnswerReading): void {
  const text = JSON.stringify(body)
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
  const call = request(url, { method: 'POST', agent, headers }, (response) => {
    const decoder = new StringDecoder('utf8')
    let rest = ''
    response.on('data', (bytes: Buffer) => {
      const events = (rest + decoder.write(bytes)).split('\n\n')
      rest = events.pop() ?? ''
      for (const event of events) readEvent(event, onText)
    })
    response.on('end', onEnd)
  })
  call.end(text)
}

function readEvent(event: string, onText: (text: string) => void): void {
  const data = event.slice('data: '.length)
  if (data === '[DONE]') return
  const content = (JSON.parse(data) as Chunk).choices[0]?.delta.content
  if (content) onText(content)
}
