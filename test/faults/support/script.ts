/** How a scripted answer ends: as it should, or by one of the ways in which upstreams fail after part of an answer. */
export const endings = ['done', 'cut', 'silent end', 'error'] as const
export type Ending = (typeof endings)[number]

/**
 * What a test's user message asks its model for. The answer is a function of the message and the model alone, so whoever
 * reads both back can tell exactly what it had to be.
 */
export interface Script {
  /** Unlike that of any other message. */
  key: string
  words: number
  /** Between two words; 0 for all at once. */
  everyMs: number
  /** After so many words it waits until the test lets it go on. */
  holdAt?: number
  ending?: Ending
}

const FORM = /^(\S+): (\d+) words every (\d+) ms(?:, held at (\d+))?(?:, then (.+))?$/

export function toContent({ key, words, everyMs, holdAt, ending = 'done' }: Script): string {
  const held = holdAt === undefined ? '' : `, held at ${holdAt}`
  const end = ending === 'done' ? '' : `, then ${ending}`
  return `${key}: ${words} words every ${everyMs} ms${held}${end}`
}

/** Null for a text that no script was made into. */
export function parseScript(content: string): Required<Script> | null {
  const [, key, words, everyMs, holdAt, ending] = FORM.exec(content) ?? []
  if (key === undefined) return null
  return {
    key,
    words: Number(words),
    everyMs: Number(everyMs),
    holdAt: holdAt === undefined ? Number.POSITIVE_INFINITY : Number(holdAt),
    ending: endings.find((each) => each === ending) ?? 'done',
  }
}

/** The words from one index to another: each tells its run and its place, so none can be missing or astray unseen. */
export function wordsOf(run: { model: string; key: string }, from: number, to: number): string {
  let text = ''
  for (let index = from; index < to; index++) text += `${run.key}.${run.model}.${index} `
  return text
}

/** The whole text that a model answers a message with. */
export function scriptedText(model: string, content: string): string | null {
  const script = parseScript(content)
  return script && wordsOf({ model, key: script.key }, 0, script.words)
}
