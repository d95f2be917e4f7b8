/** A tool that another program's model wants to be called, as its recorded answer shows it. */
export function writeToolCall(call: { name: string; arguments: string }): string {
  return `**Call of ${call.name}**\n\n${fence(call.arguments)}`
}

const SHOWN = /(^|\n)\*\*Call of .+\*\*\n\n(`{3,})(json)?\n[^]*\n\2$/

/** Whether an answer ends with such a call, which whoever asked sees to. */
export function showsToolCall(answer: string): boolean {
  return SHOWN.test(answer)
}

/** What a tool gave, as the recorded input shows it. */
export function writeToolResult(name: string | null, result: string): string {
  return `Result${name === null ? '' : ` of ${name}`}:\n\n${result}`
}

/** With more backticks than there are in the text. JSON is written the same always: programs lay it out in various ways. */
function fence(text: string): string {
  const json = formatJson(text)
  const shown = json ?? text
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const marks = '`'.repeat(longest + 1)
  return `${marks}${json === null ? '' : 'json'}\n${shown}\n${marks}`
}

function formatJson(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value, null, 2)
  } catch {
    return null
  }
}
