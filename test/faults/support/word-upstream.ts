import { controlled, startScriptedUpstream, type Behaviour, type UpstreamStream } from '@chatmore/llm/testing'
import { parseScript, wordsOf, type Script } from './script.ts'

export interface WordUpstream extends AsyncDisposable {
  /** The API base. */
  readonly url: string
  /** Whether it has more to tell of this message. */
  isWriting(key: string): boolean
  /** How often each message was asked for, by `key.model`. */
  readonly requests: ReadonlyMap<string, number>
  /** Lets the answers to this message go on from where they are held, to their end or up to so many words. */
  release(key: string, upTo?: number): void
  /** What to do with requests for this model instead. */
  on(model: string, behaviour: Behaviour): void
}

/** An upstream that answers each user message with the words that its script asks for. */
export async function startWordUpstream(): Promise<WordUpstream> {
  const upstream = await startScriptedUpstream()
  const writers = new Set<Writer>()
  const released = new Map<string, number>()
  const requests = new Map<string, number>()

  const writeWords: Behaviour = {
    kind: 'controlled',
    run: (exchange) => controlled().run({ ...exchange, offer: write }),
  }
  upstream.byDefault(writeWords)

  function write(stream: UpstreamStream): void {
    const { model, body } = stream.request
    const script = parseScript(body.messages.at(-1)?.content ?? '')
    if (!script) return stream.finish()
    const name = `${script.key}.${model}`
    requests.set(name, (requests.get(name) ?? 0) + 1)
    const writer = createWriter(stream, script, () => released.get(script.key) ?? script.holdAt)
    writers.add(writer)
    void stream.closed.then(() => {
      writer.stop()
      writers.delete(writer)
    })
  }

  const close = async () => {
    for (const writer of writers) writer.stop()
    await upstream.close()
  }
  return {
    url: upstream.url,
    isWriting: (key) => [...writers].some((writer) => writer.key === key && !writer.hasToldAll),
    requests,
    release(key, upTo = Number.POSITIVE_INFINITY) {
      released.set(key, upTo)
      for (const writer of writers) writer.wake()
    },
    on: upstream.on,
    [Symbol.asyncDispose]: close,
  }
}

interface Writer {
  readonly key: string
  readonly hasToldAll: boolean
  wake(): void
  stop(): void
}

/** Late timers make bigger pieces, so that the rate is kept on a busy machine. */
function createWriter(stream: UpstreamStream, script: Required<Script>, heldAt: () => number): Writer {
  const run = { model: stream.request.model, key: script.key }
  const startedAt = performance.now()
  let written = 0
  const timer = setInterval(wake, Math.max(script.everyMs, 1))
  const stop = () => clearInterval(timer)

  function wake(): void {
    const limit = Math.min(script.words, heldAt())
    const elapsed = performance.now() - startedAt
    const due = script.everyMs === 0 ? limit : Math.min(limit, Math.floor(elapsed / script.everyMs) + 1)
    if (due > written) stream.text(wordsOf(run, written, due))
    written = Math.max(written, due)
    if (written < script.words) return
    stop()
    endStream(stream, script)
  }

  wake()
  return {
    key: script.key,
    get hasToldAll() {
      return written === script.words
    },
    wake,
    stop,
  }
}

function endStream(stream: UpstreamStream, { ending }: Required<Script>): void {
  if (ending === 'done') stream.finish()
  else if (ending === 'cut') stream.cut()
  else if (ending === 'silent end') stream.end()
  else {
    stream.error({ message: 'The model has crashed.', code: 500 })
    stream.end()
  }
}
