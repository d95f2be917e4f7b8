const MAX_KEYWORDS = 4

const segmenters = {
  en: new Intl.Segmenter('en', { granularity: 'word' }),
  zh: new Intl.Segmenter('zh', { granularity: 'word' }),
}

const stopWords = new Set(
  `about above after again against all also and another any are aren because been before being below between both but can
  cannot could did does doing don down during each ever every explain few for from further get give had has have having
  hello her here hers him his how however into its itself just know let like list make many may me might more most much
  must name need nor not now off once one only other our out over own please same say she should show some such tell than
  thank thanks that the their them then there these they thing things this those through too two three four five under
  until upon use using very want was way were what when where which while who whom whose why will with without would write
  yes yet you your yours
  什么 怎么 怎样 如何 为什么 为何 请问 一下 一个 一些 一种 这个 那个 这些 那些 可以 可否 能否 是否 我们 你们 他们 她们 自己 哪些 哪个
  多少 几个 因为 所以 但是 如果 然后 以及 或者 还是 就是 不是 没有 已经 应该 需要 一段 解释 告诉 介绍 列出 列举 请给 给我 写出 你好 谢谢`
    .split(/\s+/)
    .filter(Boolean),
)

/** The words of a text as its language cuts them. */
export function splitWords(text: string, language: 'en' | 'zh'): string[] {
  return [...segmenters[language].segment(text)].filter((part) => part.isWordLike).map((part) => part.segment)
}

/** The words that carry a question: the longest few that are not mere grammar, in the order in which they stand. */
export function findKeywords(text: string, language: 'en' | 'zh'): string[] {
  const words = splitWords(text, language).map((word) => word.toLowerCase())
  const telling = [...new Set(words)].filter(isTelling)
  const longest = [...telling].sort((a, b) => weigh(b) - weigh(a)).slice(0, MAX_KEYWORDS)
  return telling.filter((word) => longest.includes(word))
}

function isTelling(word: string): boolean {
  const isHan = /\p{Script=Han}/u.test(word)
  return /\p{L}/u.test(word) && word.length >= (isHan ? 2 : 3) && !stopWords.has(word)
}

/** One Chinese character says about as much as three letters. */
function weigh(word: string): number {
  return /\p{Script=Han}/u.test(word) ? word.length * 3 : word.length
}
