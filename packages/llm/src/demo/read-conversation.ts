import type { DemoImage, DemoMessage } from './demo-message.ts'
import { findKeywords } from './find-keywords.ts'
import { solveArithmetic, type Sum } from './solve-arithmetic.ts'

export type DemoLanguage = 'en' | 'zh'

/** What a demo model sees in the messages that it was sent, which are one window's own history. */
export interface Conversation {
  question: string
  /** The person's earlier questions, oldest first. */
  earlier: string[]
  systemMessage: string
  language: DemoLanguage
  /** The language that the system message or the question asks for. */
  wantedLanguage: DemoLanguage | null
  /** The language that the question is written in. */
  questionLanguage: DemoLanguage
  intent: 'greeting' | 'recall' | 'list' | 'plain'
  shape: 'how' | 'why' | 'compare' | 'other'
  /** How many entries a list should have. */
  listLength: number
  isBrief: boolean
  keywords: string[]
  sum: Sum | null
  /** What came with the question. */
  images: DemoImage[]
}

const GREETING =
  /^\s*(?:hi|hello|hey|good (?:morning|evening|afternoon)|你好|您好|嗨|早上好|晚上好)[\s,.!?~，。！？]*\S{0,12}\s*$/i
const RECALL =
  /\b(?:what|which)\b.{0,40}\b(?:did|have) i (?:ask|said|say|told|tell)|\b(?:my|the) (?:previous|last|first|earlier) (?:question|message)|\bdo you remember\b|(?:之前|刚才|上一?[个次条]|第一[个次条]).{0,8}(?:问|说|消息)|还?记得/i
const LIST =
  /\b(?:list|name|suggest|give me|ideas?|examples?|ways|reasons|tips|steps)\b|列出|列举|给我.{0,4}[个条]|推荐|[几些\d一二两三四五六七八](?:个|条|点|种|步)/i
const BRIEF = /\b(?:brief|briefly|short|concise|terse|one sentence|few words)\b|简短|简洁|一句话|简明/i
const CHINESE =
  /\b(?:in|use|speak|write|reply|answer|respond)\b.{0,24}\b(?:chinese|mandarin)\b|(?:用|以|说|使用)(?:简体)?(?:中文|汉语)|中文(?:回答|回复|作答)/i
const ENGLISH =
  /\b(?:in|use|speak|write|reply|answer|respond)\b.{0,24}\benglish\b|(?:用|以|说|使用)(?:英文|英语)|英[文语](?:回答|回复|作答)/i

const numberWords: Record<string, number> = {
  two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8,
  二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8,
} // prettier-ignore
const MAX_LIST = 8
/** A demo model reads no more of a text than this many characters: it has no use for them. */
const MAX_READ = 4000

export function readConversation(messages: DemoMessage[]): Conversation {
  const questions = messages
    .filter((message) => message.role === 'user')
    .map((message) => message.content.trim())
  const systemMessage = messages
    .filter(isSystem)
    .map((message) => message.content.trim())
    .join(' ')
    .slice(0, MAX_READ)
  const question = (questions.at(-1) ?? '').slice(0, MAX_READ)
  const wantedLanguage = findWantedLanguage(systemMessage) ?? findWantedLanguage(question)
  const written = detectLanguage(question)
  return {
    question,
    earlier: questions.slice(0, -1),
    systemMessage,
    language: wantedLanguage ?? written,
    wantedLanguage,
    questionLanguage: written,
    intent: findIntent(question),
    shape: findShape(question),
    listLength: findListLength(question),
    isBrief: BRIEF.test(systemMessage) || BRIEF.test(question),
    keywords: findKeywords(question, written),
    sum: solveArithmetic(question),
    images: messages.findLast(({ role }) => role === 'user')?.images ?? [],
  }
}

function isSystem(message: DemoMessage): boolean {
  return message.role === 'system'
}

function detectLanguage(text: string): DemoLanguage {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return han > 0 && han >= letters * 0.2 ? 'zh' : 'en'
}

function findWantedLanguage(text: string): DemoLanguage | null {
  if (CHINESE.test(text)) return 'zh'
  return ENGLISH.test(text) ? 'en' : null
}

function findIntent(question: string): Conversation['intent'] {
  if (GREETING.test(question)) return 'greeting'
  if (RECALL.test(question)) return 'recall'
  return LIST.test(question) ? 'list' : 'plain'
}

function findShape(question: string): Conversation['shape'] {
  if (/\b(?:versus|vs|compare|comparison|differences?|better)\b|区别|对比|比较|哪个更?好/i.test(question))
    return 'compare'
  if (/\bwhy\b|为什么|为何|原因/i.test(question)) return 'why'
  return /\bhow\b|怎么|怎样|如何/i.test(question) ? 'how' : 'other'
}

function findListLength(question: string): number {
  const digits = /\b\d{1,2}\b/.exec(question)?.[0]
  const word = /\b(?:two|three|four|five|six|seven|eight)\b|[二两三四五六七八](?=个|条|点|种|步)/i.exec(
    question,
  )?.[0]
  const wanted = word ? numberWords[word.toLowerCase()] : digits && Number(digits)
  return Math.min(MAX_LIST, Math.max(2, wanted || 3))
}
