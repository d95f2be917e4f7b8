/** What the scripted upstream writes: a function of (stream, turn, index), so that loss, repeat and reorder show exactly. */

export const TOKEN_LENGTH = 5
export const CHUNK_BYTES = 262

/** Every word of the cycle differs from every other. */
const CYCLE = 16_384

const words = Array.from({ length: CYCLE }, (_, index) => ` ${toWord(index)}`)
const cycleText = words.join('')

/** The words again, each within its SSE event of `CHUNK_BYTES`, one after the other. */
export const cycleEvents = Buffer.from(words.map(toEvent).join(''))

/** Where in the cycle an answer starts. */
export function toStart(stream: number, turn: number): number {
  return (stream * 331 + turn * 7919) % CYCLE
}

/** The place in the cycle of an answer's token. */
export function toPlace(start: number, index: number): number {
  return (start + index) % CYCLE
}

/** How many tokens follow in the cycle before it starts again. */
export function tokensToEnd(place: number): number {
  return CYCLE - place
}

/** Whether `text` is what an answer has at the offset `at`, in UTF-16 units. */
export function isAsScripted(start: number, at: number, text: string): boolean {
  let place = (start * TOKEN_LENGTH + at) % cycleText.length
  for (let done = 0; done < text.length; place = 0) {
    const length = Math.min(text.length - done, cycleText.length - place)
    const isWhole = done === 0 && length === text.length
    const part = isWhole ? text : text.slice(done, done + length)
    if (!cycleText.startsWith(part, place)) return false
    done += length
  }
  return true
}

/** The same for the bytes of whole SSE events, as a pipe passes them on. */
export function areEventsAsScripted(start: number, at: number, bytes: Buffer): boolean {
  const from = (start * CHUNK_BYTES + at) % cycleEvents.length
  const length = Math.min(bytes.length, cycleEvents.length - from)
  if (cycleEvents.compare(bytes, 0, length, from, from + length) !== 0) return false
  return length === bytes.length || areEventsAsScripted(0, 0, bytes.subarray(length))
}

/** 4 letters; 7 is coprime to the number of words, so that neighbours do not look alike. */
function toWord(index: number): string {
  const scattered = (index * 7 * 2_741 + 12_345) % 1_679_616
  return scattered.toString(36).padStart(4, '0')
}

function toEvent(word: string): string {
  const chunk = {
    id: 'chatcmpl-9f2a61c0',
    object: 'chat.completion.chunk',
    created: 1_760_000_000,
    model: 'bench-model',
    system_fingerprint: 'fp_44709d6fcb',
    choices: [{ index: 0, delta: { content: word }, logprobs: null, finish_reason: null }],
    obfuscation: '',
  }
  const missing = CHUNK_BYTES - Buffer.byteLength(`data: ${JSON.stringify(chunk)}\n\n`)
  return `data: ${JSON.stringify({ ...chunk, obfuscation: 'x'.repeat(missing) })}\n\n`
}
