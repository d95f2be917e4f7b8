/** Where a member of an object stands in its text: what is to be replaced lies between `from` and `to`. */
interface Member {
  name: string
  from: number
  to: number
}

const SPACE = /[ \t\n\r]/
const END_OF_WORD = /[,}\]\s]/

/**
 * Gives members of a JSON object other values, each as JSON, and adds what it has not; all else stays as it is to the byte,
 * numbers no double can hold and the order of members included. The text must be that of an object that `JSON.parse` takes.
 */
export function withMembers(text: string, values: Record<string, string>): string {
  const members = readMembers(text)
  let result = ''
  let at = 0
  for (const { name, from, to } of members) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) continue
    result += text.slice(at, from) + value
    at = to
  }
  const missing = Object.entries(values).filter(([name]) => !members.some((member) => member.name === name))
  const end = text.lastIndexOf('}')
  const added = missing.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')
  const comma = added !== '' && members.length > 0 ? ',' : ''
  return result + text.slice(at, end) + comma + added + text.slice(end)
}

function readMembers(text: string): Member[] {
  const members: Member[] = []
  let at = skipSpace(text, text.indexOf('{') + 1)
  while (text[at] === '"') {
    const end = skipString(text, at)
    const name = JSON.parse(text.slice(at, end)) as string
    const from = skipSpace(text, text.indexOf(':', end) + 1)
    const to = skipValue(text, from)
    members.push({ name, from, to })
    at = skipSpace(text, to)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return members
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (SPACE.test(text[at] ?? '')) at += 1
  return at
}

function skipString(text: string, from: number): number {
  let at = from + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function skipValue(text: string, from: number): number {
  let at = from
  let depth = 0
  do {
    const sign = text[at] ?? ''
    if (sign === '"') {
      at = skipString(text, at)
      continue
    }
    if (sign === '{' || sign === '[') depth += 1
    if (sign === '}' || sign === ']') depth -= 1
    at += 1
  } while (depth > 0 || (at < text.length && isWithinWord(text, from, at)))
  return at
}

/** Numbers and words go on until a sign that ends them; whatever begins with a quote or bracket is whole by its own. */
function isWithinWord(text: string, from: number, at: number): boolean {
  return !/["{[]/.test(text[from] ?? '') && !END_OF_WORD.test(text[at] ?? '')
}
