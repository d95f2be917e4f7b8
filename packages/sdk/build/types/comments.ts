import ts from 'typescript'

export function readComment(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker))
}

/** A comment on lines of its own. */
export function toComment(text: string): string {
  if (text === '') return ''
  return text.includes('\n') ? `\n/**\n * ${text.replaceAll('\n', '\n * ')}\n */\n` : `\n/** ${text} */\n`
}
