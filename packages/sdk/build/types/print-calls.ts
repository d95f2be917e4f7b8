import type ts from 'typescript'
import { readComment, toComment } from './comments.ts'
import type { TypePrinter } from './type-printer.ts'

export interface CallPrinterParts {
  program: ts.Program
  checker: ts.TypeChecker
  printer: TypePrinter
}

/** The calls by their domains, each after the sentence that `procedureTypes` has of it. */
export function printCalls({ program, checker, printer }: CallPrinterParts, calls: ts.Type): string {
  const sentences = readSentences(program, checker)
  const domains = calls.getProperties().map((domain) => {
    const members = checker
      .getTypeOfSymbol(domain)
      .getProperties()
      .map((call) => {
        const sentence = sentences.get(`${domain.name}.${call.name}`)
        if (!sentence) throw new Error(`${domain.name}.${call.name} has no comment in procedure-types.ts`)
        return `${toComment(sentence)}${call.name}: ${printer.print(checker.getTypeOfSymbol(call))}`
      })
    return `${domain.name}: { ${members.join('\n')} }`
  })
  return `{ ${domains.join('\n')} }`
}

/** Which call takes a type, as the comment of those that have none of their own. */
export function readUses({ checker, printer }: CallPrinterParts, calls: ts.Type): Map<string, string> {
  const uses = calls.getProperties().flatMap((domain) =>
    checker
      .getTypeOfSymbol(domain)
      .getProperties()
      .flatMap((call) => {
        const [input] = checker.getTypeOfSymbol(call).getCallSignatures()[0]?.parameters ?? []
        if (!input) return []
        const type = checker.getNonNullableType(checker.getTypeOfSymbol(input))
        return [[printer.print(type), `What \`${domain.name}.${call.name}\` takes.`] as const]
      }),
  )
  return new Map(uses)
}

/** They do not come along with what is inferred of the router. */
function readSentences(program: ts.Program, checker: ts.TypeChecker): Map<string, string> {
  const source = program
    .getSourceFiles()
    .find(({ fileName }) => fileName.endsWith('/client/procedure-types.ts'))
  const file = source && checker.getSymbolAtLocation(source)
  const types = file && checker.getExportsOfModule(file).find(({ name }) => name === 'procedureTypes')
  if (!types) throw new Error('procedure-types.ts is not where it was')
  const sentences = checker
    .getTypeOfSymbol(types)
    .getProperties()
    .flatMap((domain) =>
      checker
        .getTypeOfSymbol(domain)
        .getProperties()
        .map((call) => [`${domain.name}.${call.name}`, readComment(checker, call)] as const),
    )
  return new Map(sentences)
}
