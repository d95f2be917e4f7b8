import type { Phrases } from './phrases/phrases.ts'
import { shorten } from './quote-text.ts'
import type { Conversation } from './read-conversation.ts'

/** Answers with code that does what it says: its printed result is what it gives for the question. */
export function composeCoder(conversation: Conversation, phrases: Phrases): string[] {
  const { earlier, question, sum } = conversation
  const isPython = /\bpython\b/i.test(question)
  const program = isPython ? writePython(conversation) : writeTypeScript(conversation)
  return [
    `${phrases.coder.opening(conversation)}\n\n${fence(isPython ? 'python' : 'ts', program)}`,
    `${phrases.coder.result(sum !== null)}\n\n${fence('text', sum ? sum.value : writeResult(conversation, isPython))}`,
    ...(sum ? [] : [phrases.coder.closing]),
    phrases.position(earlier),
  ]
}

function writeTypeScript({ question, keywords, sum }: Conversation): string {
  if (sum) return `// ${toComment(question)}\nconst result = ${sum.code}\nconsole.log(result)`
  return `// ${toComment(question)}
const words = [${keywords.map(quoteCode).join(', ')}]

export function ${toName(keywords)}(text: string): Record<string, number> {
  const lower = text.toLowerCase()
  return Object.fromEntries(words.map((word) => [word, lower.split(word).length - 1]))
}`
}

function writePython({ question, keywords, sum }: Conversation): string {
  if (sum) return `# ${toComment(question)}\nresult = ${sum.code}\nprint(result)`
  const name = toName(keywords).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return `# ${toComment(question)}
WORDS = [${keywords.map(quoteCode).join(', ')}]


def ${name}(text: str) -> dict[str, int]:
    lower = text.lower()
    return {word: lower.count(word) for word in WORDS}`
}

function writeResult({ question, keywords }: Conversation, isPython: boolean): string {
  const lower = question.toLowerCase()
  const entries = keywords.map((word) => {
    const key = isPython || !/^[a-z_$][\w$]*$/.test(word) ? quoteCode(word) : word
    return `${key}: ${lower.split(word).length - 1}`
  })
  if (entries.length === 0) return '{}'
  return isPython ? `{${entries.join(', ')}}` : `{ ${entries.join(', ')} }`
}

/** `countRegexParser`, of the keywords that an identifier can hold. */
function toName(keywords: string[]): string {
  const parts = keywords.filter((word) => /^[a-z]+$/.test(word)).slice(0, 2)
  const capital = parts.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return `count${capital || 'Words'}`
}

function quoteCode(word: string): string {
  return `'${word.replace(/[\\']/g, '\\$&')}'`
}

function toComment(text: string): string {
  return shorten(text.replace(/`/g, "'"), 90)
}

function fence(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``
}
