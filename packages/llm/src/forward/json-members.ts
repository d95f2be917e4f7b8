/** Where a member of an object stands in its text: what is to be replaced lies between `from` and `to`. */
interface Member {
  name: string
  from: number
  to: number
}

const SPACE = /[ \t\n\r]*/y
const SIGN = /["{}[\]]/g
const END_OF_WORD = /[,}\]\s]/g

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
  SPACE.lastIndex = from
  SPACE.test(text)
  return SPACE.lastIndex
}

function skipString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end + 1
}

function isEscaped(text: string, at: number): boolean {
  let first = at
  while (text[first - 1] === '\\') first -= 1
  return (at - first) % 2 === 1
}

/** A request is a megabyte of texts in a few lists: from sign to sign it takes a fraction of what each letter would. */
function skipValue(text: string, from: number): number {
  const first = text[from]
  if (first === '"') return skipString(text, from)
  if (first !== '{' && first !== '[') return find(END_OF_WORD, text, from)
  let at = from
  let depth = 0
  do {
    at = find(SIGN, text, at)
    const sign = text[at]
    if (sign === '"') {
      at = skipString(text, at)
      continue
    }
    depth += sign === '{' || sign === '[' ? 1 : -1
    at += 1
  } while (depth > 0)
  return at
}

/** Where the next one stands: in valid JSON there is one. */
function find(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.exec(text)?.index ?? text.length
}
