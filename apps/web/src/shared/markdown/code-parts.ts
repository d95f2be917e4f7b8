/** Code is put into the page in parts of so many lines: where it grows, or gets its colours, the other parts stand as they are. */
export const LINES_IN_PART = 24

export function createPart(...content: (Node | string)[]): HTMLElement {
  const part = document.createElement('span')
  part.className = 'md-code-part'
  part.append(...content)
  return part
}

/** The parts of some code as text, each with the break behind its last line. */
export function splitIntoParts(code: string): string[] {
  const lines = code.split(/(?<=\n)/)
  const parts: string[] = []
  for (let start = 0; start < lines.length; start += LINES_IN_PART) {
    parts.push(lines.slice(start, start + LINES_IN_PART).join(''))
  }
  return parts
}

/** Adds to the code in an element, which holds nothing but what was written by this. */
export function createCodeWriter(element: HTMLElement): (more: string) => void {
  let last: Text | null = null
  let lines = 0

  return (more) => {
    for (const line of more.split(/(?<=\n)/)) {
      if (line === '') continue
      if (!last || lines === LINES_IN_PART) {
        last = document.createTextNode('')
        lines = 0
        element.append(createPart(last))
      }
      last.appendData(line)
      if (line.endsWith('\n')) lines += 1
    }
  }
}
