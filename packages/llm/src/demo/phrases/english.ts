import { escapeMarkdown, shorten } from '../quote-text.ts'
import type { Conversation } from '../read-conversation.ts'
import type { Phrases } from './phrases.ts'

const quote = (text: string, length = 90) => `“${escapeMarkdown(shorten(text, length))}”`
const bold = (word: string) => `**${escapeMarkdown(word)}**`

/** “a”, “a and b”, “a, b and c”. */
function join(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
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

function swift({ question, keywords }: Conversation): string {
  const [first, ...rest] = keywords.map(bold)
  if (!first) return `You wrote ${quote(question)}. Add a word or two and I can say more.`
  if (rest.length === 0)
    return `In short: ${quote(question)} is about ${first}. Start with the smallest example of it that you can check.`
  return `In short: ${quote(question)} is about ${join([first, ...rest])}. Settle ${first} first; ${join(rest)} ${rest.length > 1 ? 'follow' : 'follows'} from it.`
}

function position(earlier: string[]): string {
  const previous = earlier.at(-1)
  if (previous === undefined) return 'It is the first question in this window.'
  return `It is question ${earlier.length + 1} in this window; just before it you asked ${quote(previous, 70)}.`
}

function recall(earlier: string[]): string {
  if (earlier.length === 0) return 'Nothing yet: this is the first question in this window.'
  const lines = earlier.map((question, index) => `${index + 1}. ${quote(question, 120)}`)
  const count = earlier.length === 1 ? 'one question' : `${earlier.length} questions`
  return `Before this one you asked ${count} in this window:\n\n${lines.join('\n')}\n\nThe other windows have a history of their own.`
}

function thoughts({ question, earlier, keywords, sum, systemMessage }: Conversation): string {
  const previous = earlier.at(-1)
  return [
    `The question is “${shorten(question, 120)}”.`,
    sum
      ? `There is something to work out in it: ${sum.expression}. That makes ${sum.value}.`
      : keywords.length > 0 && `The words that carry it are ${join(keywords)}.`,
    previous === undefined
      ? 'Nothing was asked in this window before, so I have only this to go by.'
      : `Before it, this window was asked “${shorten(previous, 80)}”, which makes ${earlier.length + 1} questions here.`,
    systemMessage !== '' && `The system message says “${shorten(systemMessage, 80)}”, so I keep to that.`,
    'As a demo model I know no facts and should not pretend to. What I can do is take the question apart: its words in a table, a small measure with its formula, and what to do next.',
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
      `${Number(mean) > 4.7 ? 'letters: longer words than in everyday English prose, where it is about $4.7$.' : 'letters: no longer than in everyday English prose, where it is about $4.7$.'}`,
    ],
    next: 'Where to go from here',
    steps: (keywords) => [
      keywords.length > 1
        ? `Say which matters more to you: ${join(keywords.slice(0, 2).map(bold)).replace(' and ', ' or ')}.`
        : 'Add one detail that you left out.',
      'Ask a follow-up in this window alone, and see that the other windows know nothing of it.',
    ],
    noParts: 'The question has no word long enough to put into a table.',
  },
  coder: {
    opening: ({ question }) => `A small function for ${quote(question)}:`,
    result: 'Run on your own question, it gives:',
    closing:
      'It has no dependencies; paste it into a file and change the list of words to see the counts follow.',
  },
}
