/** Names in a sentence: "Ada, Grace, and Lin". Around a Latin name, Chinese has spaces. */
export function joinNames(names: readonly string[], locale: string): string {
  const text = new Intl.ListFormat(locale).format(names)
  return text.replace(/([\w.)])和/g, '$1 和').replace(/和(\w)/g, '和 $1')
}
