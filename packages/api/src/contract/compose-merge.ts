/** An answer that is to be merged with others. */
export interface MergePart {
  /** What it is called towards the model: a letter, never a model's name. */
  label: string
  question: string
  content: string
}

/**
 * The input of a merge: what to do, then the question, then the answers. Where they answer different questions, each has
 * its own. Pages build the same text by this, to show its size before it is sent.
 */
export function composeMerge(prompt: string, parts: readonly MergePart[]): string {
  const questions = new Set(parts.map(({ question }) => question))
  const [shared] = questions.size === 1 ? questions : []
  const answers = parts.map(({ label, question, content }) => {
    const own = shared === undefined ? `${quote(`question ${label}`, question)}\n\n` : ''
    return `${own}${quote(`answer ${label}`, content)}`
  })
  const question = shared === undefined ? [] : [quote('question', shared)]
  return [prompt.trim(), ...question, ...answers].join('\n\n')
}

/** An input as a text: its files by their names. */
export function toQuestion(content: string, attachments: readonly { name: string }[]): string {
  return [content, ...attachments.map(({ name }) => `[file ${name}]`)]
    .filter((line) => line !== '')
    .join('\n')
}

/** Marked so that no text is taken for another, whatever Markdown is in it. */
export function quote(name: string, text: string): string {
  return `<<<${name}>>>\n${text.trim()}\n<<<end of ${name}>>>`
}

/** A to Z, then AA, AB: what the windows of a session are called in their order where their names are not to tell. */
export function toLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : toLetters(Math.floor(index / 26) - 1) + last
}
