import { escapeMarkdown, shorten } from '../quote-text.ts'
import type { DemoImage } from '../demo-message.ts'
import type { Conversation } from '../read-conversation.ts'
import type { Phrases } from './phrases.ts'

const quote = (text: string, length = 90) => `“${escapeMarkdown(shorten(text, length))}”`
const bold = (word: string) => `**${escapeMarkdown(word)}**`

/** “a”, “a and b”, “a, b and c”. */
function join(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** "a PNG of 800 × 600 pixels, 12 KB". */
function describeImage({ kind, size, bytes }: DemoImage): string {
  const pixels = size ? ` of ${size.width} × ${size.height} pixels` : ''
  return `a ${kind}${pixels}, ${Math.ceil(bytes / 1024)} KB`
}

const angles = [
  (word: string) => `What ${word} means to you, in one sentence of your own.`,
  (word: string) => `The smallest example of ${word} that one could check by hand.`,
  (word: string) => `What ${word} is most easily mistaken for.`,
  (word: string) => `What has to be in place before ${word} can work.`,
  (word: string) => `How you would notice that ${word} went wrong.`,
  (word: string) => `Who else cares about ${word}, and what they would ask.`,
  (word: string) => `What ${word} costs, in time or in money.`,
  (word: string) => `What comes after ${word}.`,
]

function list({ keywords, listLength, question }: Conversation): string {
  const words = keywords.length > 0 ? keywords.map(bold) : ['your question']
  const lines = angles
    .slice(0, listLength)
    .map((angle, index) => `${index + 1}. ${angle(words[index % words.length] ?? '')}`)
  return `${listLength} ways to look at ${quote(question)}:\n\n${lines.join('\n')}`
}

function swift({ question, keywords, shape }: Conversation): string {
  const [first, second, ...rest] = keywords.map(bold)
  const asked = quote(question)
  if (!first) return `You wrote ${asked}. Add a word or two and I can say more.`
  if (!second)
    return `In short: ${asked} is about ${first}. Start with the smallest example of it that you can check.`
  const others = join([second, ...rest])
  return {
    how: `In short, for ${asked}: begin with ${first}, check it on the smallest case you can think of, and only then bring in ${others}.`,
    why: `In short, for ${asked}: look where ${first} and ${second} meet. Change one, keep the other, and see what moves.`,
    compare: `In short, for ${asked}: put ${first} and ${second} side by side, pick the one point that matters to you, and decide by that alone.`,
    other: `In short: ${asked} is about ${join([first, second, ...rest])}. Settle ${first} first; the rest is easier from there.`,
  }[shape]
}

function position(earlier: string[]): string {
  const previous = earlier.at(-1)
  if (previous === undefined) return 'This is the first question in this window.'
  return `This is question ${earlier.length + 1} in this window; just before it you asked ${quote(previous, 70)}.`
}

function recall(earlier: string[]): string {
  if (earlier.length === 0) return 'Nothing yet: this is the first question in this window.'
  const lines = earlier.map((question, index) => `${index + 1}. ${quote(question, 120)}`)
  const count = earlier.length === 1 ? 'one question' : `${earlier.length} questions`
  return `Before this one you asked ${count} in this window:\n\n${lines.join('\n')}\n\nThe other windows have a history of their own.`
}

const plan =
  'As a demo model I know no facts and should not pretend to. What I can do is take the question apart: its words in a table, a small measure with its formula, and what to do next.'
const intentions: Record<Conversation['intent'], string> = {
  greeting: 'This is a greeting, so a greeting will do.',
  recall: 'This is about the history of this window, so I list it as it is.',
  list: plan,
  plain: plan,
}

function thoughts({ question, earlier, keywords, sum, systemMessage, intent }: Conversation): string {
  const previous = earlier.at(-1)
  const carrying = keywords.length === 1 ? 'The word that carries it is' : 'The words that carry it are'
  return [
    `The question is “${shorten(question, 120)}”.`,
    sum && `There is something to work out in it: ${sum.expression}. That makes ${sum.value}.`,
    !sum && keywords.length > 0 && `${carrying} ${join(keywords)}.`,
    previous === undefined
      ? 'Nothing was asked in this window before, so I have only this to go by.'
      : `Before it, this window was asked “${shorten(previous, 80)}”, which makes ${earlier.length + 1} questions here.`,
    systemMessage !== '' && `The system message says “${shorten(systemMessage, 80)}”, so I keep to that.`,
    intentions[intent],
  ]
    .filter(Boolean)
    .join(' ')
}

export const english: Phrases = {
  quote,
  list,
  swift,
  position,
  recall,
  greeting: (name) =>
    `Hello, this is ${name}. Ask anything, and compare what the other windows make of the same words.`,
  images: (images) =>
    images.length === 1
      ? `I see one image: ${images.map(describeImage).join('')}.`
      : `I see ${images.length} images: ${join(images.map(describeImage))}.`,
  systemNote: (systemMessage) => `I keep to the system message of this window: ${quote(systemMessage, 80)}.`,
  demoNote:
    '*Demo model, not a real one: this answer is made from your own words. For real answers, an administrator adds a model.*',
  sum: (expression, value) => `${escapeMarkdown(expression)} = **${value}**`,
  scholar: {
    thoughts,
    asked: 'What you asked',
    computation: 'The computation',
    parts: 'Its parts',
    columns: ['Word', 'Letters', 'Share of the question'],
    measure: 'A small measure',
    measured: ({ words, letters, mean }) => [
      `The question has $n = ${words}$ words with $m = ${letters}$ letters in all. A word of it has on average`,
      `letters. In everyday English prose it is about $4.7$, so your words are on the ${Number(mean) > 4.7 ? 'long' : 'short'} side.`,
    ],
    next: 'Where to go from here',
    steps: (keywords) => [
      keywords.length > 1
        ? `Say which matters more to you: ${join(keywords.slice(0, 2).map(bold)).replace(' and ', ' or ')}.`
        : 'Add one detail that you left out.',
      'Ask a follow-up in this window alone, and see that the other windows know nothing of it.',
    ],
  },
  coder: {
    opening: ({ question, sum }) => `${sum ? 'A few lines' : 'A small function'} for ${quote(question)}:`,
    result: (hasSum) => (hasSum ? 'It prints:' : 'Run on your own question, it gives:'),
    closing:
      'It has no dependencies; paste it into a file and change the list of words to see the counts follow.',
  },
}
