/** Something between may hold back what it does not know to be a stream, or cut one that says nothing for a minute. */
const KEEP_ALIVE_MS = 15_000
const LOOK_MS = 1000
const LOOKS = KEEP_ALIVE_MS / LOOK_MS

/** An empty chunk: a comment line is more than some clients can read. */
const EMPTY_CHUNK = `data: ${JSON.stringify({
  id: 'chatmore-keep-alive',
  object: 'chat.completion.chunk',
  created: 0,
  model: '',
  choices: [],
})}\n\n`

/** A stream that is kept alive. */
export interface KeptStream {
  /** How often it was looked at since it said something. */
  looks: number
  /** Whether something may be put in now. */
  isReady(): boolean
  write(text: string): void
}

const streams = new Set<KeptStream>()
let timer: NodeJS.Timeout | undefined

/** Gives a silent stream an empty chunk every fifteen seconds, all streams by one timer. The returned function ends that. */
export function keepAlive(stream: KeptStream): () => void {
  streams.add(stream)
  timer ??= setInterval(lookAtAll, LOOK_MS)
  return () => {
    streams.delete(stream)
    if (streams.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function lookAtAll(): void {
  for (const stream of streams) {
    stream.looks += 1
    if (stream.looks < LOOKS || !stream.isReady()) continue
    stream.looks = 0
    stream.write(EMPTY_CHUNK)
  }
}
