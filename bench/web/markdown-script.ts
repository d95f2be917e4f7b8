/** What the upstream writes for the browser: Markdown as models write it, with its own token's number in every tenth word or so. */

export const scripts = ['mixed', 'code'] as const
export type ScriptName = (typeof scripts)[number]

/** Here stands the number of the token. */
const MARK = '§'
const TOKEN_LENGTH = 5

const codeLines = `export function § (input: string[]): Map<string, number> {
  const counts = new Map<string, number>() // §
  for (const word of input) counts.set(word, (counts.get(word) ?? 0) + 1)
  if (counts.size > 100) throw new Error(\`too many words: \${counts.size} of §\`)
  return counts
}

`

const mixedSections = [
  `## What happens at §

The **first thing** to know is that every step has a *cost*, which § depends on how often it is \`repeated()\`. Most of it
is spent before anybody looks at it §, as [the manual](https://example.org/manual) says: what is not measured is
guessed, and § what is guessed is wrong. A reader at § sees one line after the other.

`,
  `1. **Read** the input at § and look for what is missing.
2. **Sort** it, so that § equal things lie beside each other.
   - by name, where § there is one
   - by \`size\`, where there is none §
3. **Write** it back, once §, and only if it has changed.

`,
  `\`\`\`ts\n${codeLines}\`\`\`\n\n`,
  `| step | what it does | cost § |
| ---- | ------------ | -----: |
| read | one file § at a time | 12 ms |
| sort | in memory, \`O(n log n)\` § | 3 ms |
| write | a *whole* copy § | 21 ms |

`,
  `> A note on §: whatever is written twice is read twice.

Then there is the question of § order. It is **not** kept by itself; whoever needs it has to say so §, as in
\`sort(by: "name")\`. Without that, the result of § may differ from run to run, and nobody will know why.

`,
]

const sections: Record<ScriptName, string[]> = {
  mixed: mixedSections,
  code: [`Here is the file:\n\n\`\`\`ts\n${codeLines.repeat(40)}\`\`\`\n\n`],
}

/** The first tokens of a script, begun at another of its sections for each stream. */
export function toTokens(name: ScriptName, stream: number, count: number): string[] {
  const all = sections[name]
  const tokens: string[] = []
  for (let at = stream % all.length; tokens.length < count; at = (at + 1) % all.length) {
    for (const piece of toPieces(all[at] ?? '')) {
      tokens.push(piece === MARK ? toMark(tokens.length) : piece)
    }
  }
  return tokens.slice(0, count)
}

/** The number of the last token that a text shows, or -1. */
export function findLastMark(text: string): number {
  const marks = [...text.slice(-20_000).matchAll(/\bn(\d+)z/g)]
  return Number(marks.at(-1)?.[1] ?? -1)
}

/** Ends with a letter: half a number must not be taken for a whole one. */
function toMark(index: number): string {
  return `n${index}z`
}

function toPieces(text: string): string[] {
  return text
    .split(/(§)/)
    .flatMap((part) =>
      part === MARK ? [part] : (part.match(new RegExp(`[^]{1,${TOKEN_LENGTH}}`, 'g')) ?? []),
    )
}
