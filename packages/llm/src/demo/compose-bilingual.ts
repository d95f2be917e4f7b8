import { chinese } from './phrases/chinese.ts'
import { english } from './phrases/english.ts'
import type { Phrases } from './phrases/phrases.ts'
import { escapeMarkdown, shorten } from './quote-text.ts'
import type { Conversation } from './read-conversation.ts'

/** Says everything twice, in Chinese and in English, unless one of the two was asked for. */
export function composeBilingual(conversation: Conversation, phrases: Phrases): string[] {
  if (conversation.wantedLanguage) return [say(conversation, phrases)]
  return [
    `**中文** ${say(conversation, chinese)}`,
    `**English** ${say(conversation, english)}`,
    writeTable(conversation),
  ]
}

function say(conversation: Conversation, phrases: Phrases): string {
  const { sum, intent, earlier } = conversation
  const main = intent === 'list' ? phrases.list(conversation) : phrases.swift(conversation)
  const answer = sum ? phrases.sum(sum.expression, sum.value) : main
  return `${answer}\n\n${phrases.position(earlier)}`
}

function writeTable({ question, keywords, earlier }: Conversation): string {
  const cell = (text: string) => escapeMarkdown(shorten(text, 60))
  return [
    '| 中文 | English | |',
    '|---|---|---|',
    `| 问题 | Question | ${cell(question)} |`,
    `| 关键词 | Keywords | ${cell(keywords.join(', ')) || '—'} |`,
    `| 本窗口第几问 | Question number here | ${earlier.length + 1} |`,
  ].join('\n')
}
