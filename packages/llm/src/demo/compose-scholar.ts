import { splitWords } from './find-keywords.ts'
import type { Phrases } from './phrases/phrases.ts'
import { escapeMarkdown, shorten } from './quote-text.ts'
import type { Conversation } from './read-conversation.ts'

/** Thorough: headings, a table, a formula. */
export function composeScholar(conversation: Conversation, phrases: Phrases): string[] {
  const { question, earlier, sum, keywords, intent, language, questionLanguage } = conversation
  const isMeasured = !sum && language === questionLanguage
  const { scholar } = phrases
  const steps = scholar.steps(keywords).map((step, index) => `${index + 1}. ${step}`)
  return [
    `### ${scholar.asked}\n\n> ${escapeMarkdown(shorten(question, 300))}\n\n${phrases.position(earlier)}`,
    ...(sum ? [`### ${scholar.computation}\n\n$$\n${sum.latex} = ${sum.value}\n$$`] : []),
    ...(intent === 'list' ? [phrases.list(conversation)] : []),
    ...(keywords.length > 0 ? [`### ${scholar.parts}\n\n${writeTable(conversation, phrases)}`] : []),
    ...(isMeasured ? [`### ${scholar.measure}\n\n${writeMeasure(conversation, phrases)}`] : []),
    `### ${scholar.next}\n\n${steps.join('\n')}`,
  ]
}

function writeTable({ question, keywords }: Conversation, { scholar }: Phrases): string {
  const total = countLetters(question)
  const rows = keywords.map((word) => {
    const letters = countLetters(word)
    return `| ${escapeMarkdown(word)} | ${letters} | ${Math.round((letters / total) * 100)} % |`
  })
  return [`| ${scholar.columns.join(' | ')} |`, '|---|---:|---:|', ...rows].join('\n')
}

function writeMeasure({ question, language }: Conversation, { scholar }: Phrases): string {
  const words = Math.max(1, splitWords(question, language).length)
  const letters = countLetters(question)
  const mean = (letters / words).toFixed(1)
  const [before, after] = scholar.measured({ words, letters, mean })
  return `${before}\n\n$$\n\\bar{\\ell} = \\frac{m}{n} = \\frac{${letters}}{${words}} \\approx ${mean}\n$$\n\n${after}`
}

function countLetters(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
}
