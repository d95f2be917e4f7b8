/** A tool that a model wants to be called, as its answer shows it. */
export function writeToolCall(call: { name: string; arguments: string }): string {
  return `**Call of ${call.name}**\n\n${fence(format(call.arguments))}`
}

/** What a tool gave, as the input shows it. */
export function writeToolResult(name: string | null, result: string): string {
  return `**Result${name === null ? '' : ` of ${name}`}**\n\n${fence(result)}`
}

/** Programs write the same JSON in various ways, and numbers beyond the language's own are not to be changed. */
function format(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value, null, 2)
  } catch {
    return text
  }
}

/** With more backticks than there are in the text. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const marks = '`'.repeat(longest + 1)
  return `${marks}\n${text}\n${marks}`
}
