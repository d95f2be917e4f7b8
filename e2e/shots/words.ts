/** What is asked and answered in the pictures, in one language. */
export interface Words {
  question: string
  answers: readonly string[]
  followUp: string
  thought: string
  begun: string
  titles: readonly string[]
  tags: readonly string[]
  lineUp: string
  template: { name: string; content: string }
  systemMessage: string
  note: string
}

const code = `\`\`\`ts
export function isPrime(n: number): boolean {
  if (n < 2) return false
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false
  return true
}
\`\`\``

const english: Words = {
  question:
    'How do I check in TypeScript whether a number is prime, and how slow does it get for large ones?',
  answers: [
    `Try every divisor **up to the square root**. If none divides the number, it is prime.\n\n${code}\n\nThis takes about $\\sqrt{n}$ steps: a thousand for a million, a million for $10^{12}$.`,
    `Three ways, from simple to fast:\n\n| way | steps for 10¹² | worth it |\n|---|---:|---|\n| every number below *n* | 10¹² | never |\n| divisors up to √n | 10⁶ | nearly always |\n| Miller–Rabin | about 40 | large numbers |\n\n1. Begin with the second.\n2. Measure.\n3. Take the third only if the numbers have more than 15 digits.`,
    `Short answer: trial division is enough up to \`Number.MAX_SAFE_INTEGER\`.\n\n> Above that, use \`BigInt\`, which is slower by an order of magnitude.\n\n- Skip even divisors: half the work.\n- Skip multiples of 3, too: a third of the work.\n- For many numbers at once, build a sieve.`,
  ],
  followUp: 'And if I need all primes below a million?',
  thought:
    'The person wants a function and a feeling for its cost. A prime has exactly two divisors, so it is enough to try those up to the square root.',
  begun: 'Use the sieve of Eratosthenes: cross out the multiples of each prime, and what is left is prime.',
  titles: [
    'Plan a week in Lisbon with two children',
    'Refactor the invoice parser',
    'Why is the sky blue',
    'Names for a small bakery by the station',
    'Translate the release notes into Chinese',
    'SQL: latest row of each group',
  ],
  tags: ['work', 'travel', 'reading list'],
  lineUp: 'Code review',
  template: {
    name: 'Translate',
    content: 'Translate into {{language}}. Keep code and names as they are:\n\n{{text}}',
  },
  systemMessage: 'Answer briefly, with one example in code.',
  note: 'Says how slow it gets, and why.',
}

const chinese: Words = {
  question: '如何用 TypeScript 判断一个数是不是质数？数很大的时候会有多慢？',
  answers: [
    `逐个试除**不超过平方根**的数即可：都除不尽，就是质数。\n\n${code}\n\n大约需要 $\\sqrt{n}$ 步：一百万只要一千步，$10^{12}$ 也只要一百万步。`,
    `从简单到快速，有三种方法：\n\n| 方法 | 10¹² 所需步数 | 是否值得 |\n|---|---:|---|\n| 试除所有更小的数 | 10¹² | 从不 |\n| 试除到 √n | 10⁶ | 几乎总是 |\n| Miller–Rabin 素性检验 | 约 40 | 数很大时 |\n\n1. 先用第二种。\n2. 测一测。\n3. 超过 15 位再换第三种。`,
    `简单地说，在 \`Number.MAX_SAFE_INTEGER\` 以内，试除法就够用了。\n\n> 再大就要用 \`BigInt\`，速度会慢一个数量级。\n\n- 跳过偶数，省一半。\n- 再跳过 3 的倍数，又省三分之一。\n- 要判断很多数，就先建一张筛表。`,
  ],
  followUp: '如果我需要一百万以内的所有质数呢？',
  thought: '对方想要一个函数，也想知道它有多慢。质数恰好有两个约数，所以试到平方根就够了。',
  begun: '用埃拉托斯特尼筛法：依次划掉每个质数的倍数，剩下的就是质数。',
  titles: [
    '带两个孩子去里斯本玩一周的计划',
    '重构发票解析模块',
    '天空为什么是蓝色的',
    '给车站旁的小面包店起名字',
    '把发布说明翻译成英文',
    'SQL：取每组最新的一行',
  ],
  tags: ['工作', '旅行', '待读'],
  lineUp: '代码评审',
  template: { name: '翻译', content: '翻译成{{语言}}，代码和专有名词保持原样：\n\n{{原文}}' },
  systemMessage: '回答要简短，附一个代码示例。',
  note: '说清了有多慢，也说清了原因。',
}

export const wordsOf = { en: english, 'zh-CN': chinese }
