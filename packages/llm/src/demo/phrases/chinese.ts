import { escapeMarkdown, shorten } from '../quote-text.ts'
import type { DemoImage } from '../demo-message.ts'
import type { Conversation } from '../read-conversation.ts'
import type { Phrases } from './phrases.ts'

const quote = (text: string, length = 60) => `「${escapeMarkdown(shorten(text, length))}」`
const bold = (word: string) => `**${escapeMarkdown(word)}**`

/** `甲`, `甲和乙`, `甲、乙和丙`. */
function join(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join('、')}和${words.at(-1)}`
}

/** `800 × 600 像素的 PNG，12 KB`。 */
function describeImage({ kind, size, bytes }: DemoImage): string {
  const pixels = size ? `${size.width} × ${size.height} 像素的 ` : ''
  return `${pixels}${kind}，${Math.ceil(bytes / 1024)} KB`
}

const angles = [
  (word: string) => `用你自己的一句话说清楚：${word}是什么。`,
  (word: string) => `举一个最小的、能亲手验证的${word}的例子。`,
  (word: string) => `${word}最容易和什么混淆。`,
  (word: string) => `在${word}之前，必须先准备好什么。`,
  (word: string) => `如果${word}出了问题，从哪里看得出来。`,
  (word: string) => `还有谁关心${word}，他们会怎么问。`,
  (word: string) => `${word}要花多少时间或者费用。`,
  (word: string) => `${word}之后，下一步是什么。`,
]

function list({ keywords, listLength, question }: Conversation): string {
  const words = keywords.length > 0 ? keywords.map(bold) : ['这个问题']
  const lines = angles
    .slice(0, listLength)
    .map((angle, index) => `${index + 1}. ${angle(words[index % words.length] ?? '')}`)
  return `看待${quote(question)}的 ${listLength} 个角度：\n\n${lines.join('\n')}`
}

function swift({ question, keywords, shape }: Conversation): string {
  const [first, second, ...rest] = keywords.map(bold)
  const asked = quote(question)
  if (!first) return `你说的是${asked}。再多写几个字，我就能多说一点。`
  if (!second) return `简单说：${asked}的关键是${first}。先找一个能亲手验证的最小例子。`
  const others = join([second, ...rest])
  return {
    how: `简单说，关于${asked}：先从${first}开始，用最小的例子验证，再加上${others}。`,
    why: `简单说：${asked}的答案在${first}与${second}相遇的地方。只改动其中一个，看看什么跟着变。`,
    compare: `简单说，关于${asked}：把${first}和${second}并排放好，只挑一条对你最重要的来比。`,
    other: `简单说：${asked}讲的是${join([first, second, ...rest])}。先弄清${first}，${others}就好办了。`,
  }[shape]
}

function position(earlier: string[]): string {
  const previous = earlier.at(-1)
  if (previous === undefined) return '这是本窗口的第一个问题。'
  return `这是本窗口的第 ${earlier.length + 1} 个问题；上一个问题是${quote(previous, 50)}。`
}

function recall(earlier: string[]): string {
  if (earlier.length === 0) return '还没有：这是本窗口的第一个问题。'
  const lines = earlier.map((question, index) => `${index + 1}. ${quote(question, 80)}`)
  return `在这之前，你在本窗口问过 ${earlier.length} 个问题：\n\n${lines.join('\n')}\n\n其他窗口各有各的历史。`
}

const plan =
  '我是演示模型，不掌握任何事实，也不该装作知道。我能做的是把问题拆开：用表格列出词语，用公式做一个小小的测量，再说说下一步。'
const intentions: Record<Conversation['intent'], string> = {
  greeting: '对方在打招呼，打个招呼就好。',
  recall: '对方问的是本窗口的历史，照实列出来。',
  list: plan,
  plain: plan,
}

function thoughts({ question, earlier, keywords, sum, systemMessage, intent }: Conversation): string {
  const previous = earlier.at(-1)
  return [
    `问题是「${shorten(question, 80)}」。`,
    sum && `里面有一道算式：${sum.expression}，结果是 ${sum.value}。`,
    !sum && keywords.length > 0 && `关键的词是${join(keywords)}。`,
    previous === undefined
      ? '本窗口之前没有问过别的，只能从这一句出发。'
      : `在它之前，本窗口问过「${shorten(previous, 50)}」，算上这次一共 ${earlier.length + 1} 个问题。`,
    systemMessage !== '' && `系统消息说「${shorten(systemMessage, 50)}」，照它来。`,
    intentions[intent],
  ]
    .filter(Boolean)
    .join('')
}

export const chinese: Phrases = {
  quote,
  list,
  swift,
  position,
  recall,
  greeting: (name) => `你好，我是 ${name}。随便问点什么，看看其他窗口怎样回答同一句话。`,
  images: (images) => `我看到 ${images.length} 张图片：${images.map(describeImage).join('；')}。`,
  systemNote: (systemMessage) => `我遵照本窗口的系统消息：${quote(systemMessage, 50)}。`,
  demoNote: '*演示模型，并非真实模型：这段回答由你自己的话组成。想要真正的回答，请管理员添加模型。*',
  sum: (expression, value) => `${escapeMarkdown(expression)} = **${value}**`,
  scholar: {
    thoughts,
    asked: '你的问题',
    computation: '计算',
    parts: '拆开来看',
    columns: ['词语', '字数', '占全句'],
    measure: '一个小小的测量',
    measured: ({ words, letters, mean }) => [
      `这个问题共 $n = ${words}$ 个词、$m = ${letters}$ 个字，平均每个词有`,
      `个字。日常中文约为 $1.6$ 个字，你的用词${Number(mean) > 1.6 ? '偏长' : '偏短'}。`,
    ],
    next: '接下来可以做什么',
    steps: (keywords) => [
      keywords.length > 1
        ? `告诉我哪个更重要：${keywords.slice(0, 2).map(bold).join('还是')}。`
        : '补充一个刚才没有写出来的细节。',
      '只在本窗口里追问一句，再看看其他窗口是否知道。',
    ],
  },
  coder: {
    opening: ({ question, sum }) => `为${quote(question)}写的${sum ? '几行代码' : '一个小函数'}：`,
    result: (hasSum) => (hasSum ? '输出：' : '用你的问题运行一下，得到：'),
    closing: '它没有任何依赖；粘贴到文件里，改一改词表，计数就会跟着变。',
  },
}
