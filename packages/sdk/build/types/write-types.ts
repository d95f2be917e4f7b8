import ts from 'typescript'
import { readComment, toComment } from './comments.ts'
import { printCalls, readUses, type CallPrinterParts } from './print-calls.ts'
import { readPublicNames, type PublicNames } from './public-names.ts'
import { createTypePrinter } from './type-printer.ts'

interface Writer extends CallPrinterParts {
  names: PublicNames
  /** What types without a comment are for, by their names. */
  uses: ReadonlyMap<string, string>
}

/**
 * The declarations of what `entry` exports, in one text that needs no other package: interfaces as they stand in the sources,
 * with their comments, and written out what zod and tRPC infer. Throws where a type names what is not exported.
 */
export function writeTypes(program: ts.Program, entry: string): string {
  const checker = program.getTypeChecker()
  const names = readPublicNames(program, entry)
  const printer = createTypePrinter(checker, names)
  const calls = names.symbols.find(({ name }) => name === 'Calls')
  const uses = calls
    ? readUses({ program, checker, printer }, checker.getDeclaredTypeOfSymbol(calls))
    : new Map()
  const writer = { program, checker, names, printer, uses }
  const silent = names.symbols.filter((symbol) => !toSentence(writer, symbol)).map(({ name }) => name)
  if (silent.length > 0) throw new Error(`No comment where it is declared: ${silent.join(', ')}`)
  return names.symbols.map((symbol) => declare(writer, symbol)).join('\n')
}

function declare(writer: Writer, symbol: ts.Symbol): string {
  const [node, ...others] = symbol.declarations ?? []
  if (!node || others.length > 0) throw new Error(`${symbol.name} is not declared once`)
  return `${toComment(toSentence(writer, symbol))}export ${declareNode(writer, symbol, node)}`
}

function toSentence({ checker, uses }: Writer, symbol: ts.Symbol): string {
  return readComment(checker, symbol) || readListComment(checker, symbol) || (uses.get(symbol.name) ?? '')
}

/** That of the list whose items a type is: `(typeof list)[number]`. */
function readListComment(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const type = symbol.declarations?.find(ts.isTypeAliasDeclaration)?.type
  if (!type || !ts.isIndexedAccessTypeNode(type) || !ts.isParenthesizedTypeNode(type.objectType)) return ''
  const list = type.objectType.type
  const values = ts.isTypeQueryNode(list) && checker.getSymbolAtLocation(list.exprName)
  return values ? readComment(checker, values) : ''
}

function declareNode(writer: Writer, symbol: ts.Symbol, node: ts.Declaration): string {
  if (ts.isInterfaceDeclaration(node)) return declareInterface(writer, node)
  if (ts.isTypeAliasDeclaration(node)) return declareAlias(writer, symbol, node)
  if (ts.isFunctionDeclaration(node)) return declareFunction(writer, node)
  if (ts.isVariableDeclaration(node)) {
    const type = writer.checker.getTypeOfSymbol(symbol)
    return `declare const ${symbol.name}: ${printReadonly(writer, type)}`
  }
  throw new Error(`${symbol.name} is neither a type, a function nor a value`)
}

function declareInterface(writer: Writer, node: ts.InterfaceDeclaration): string {
  const hidden = findHiddenName(writer, node)
  if (hidden) throw new Error(`${node.name.text} names ${hidden}, which the package does not export`)
  return node.getText().replace(/^export /, '')
}

function declareAlias(writer: Writer, symbol: ts.Symbol, node: ts.TypeAliasDeclaration): string {
  if (findHiddenName(writer, node) === undefined) return node.getText().replace(/^export /, '')
  if (symbol.name === 'Calls')
    return `interface Calls ${printCalls(writer, writer.checker.getDeclaredTypeOfSymbol(symbol))}`
  const text = writer.printer.printAliased(symbol)
  const isObject = /^\{/.test(text) && !writer.checker.getDeclaredTypeOfSymbol(symbol).isUnion()
  return isObject ? `interface ${symbol.name} ${text}` : `type ${symbol.name} = ${text}`
}

function declareFunction(writer: Writer, node: ts.FunctionDeclaration): string {
  const signature = writer.checker.getSignatureFromDeclaration(node)
  const generic = node.typeParameters?.map((each) => each.getText()).join(', ')
  const parameters = node.parameters.map((parameter) => {
    const hidden = findHiddenName(writer, parameter)
    if (hidden ?? parameter.initializer)
      throw new Error(`${node.name?.text}: ${parameter.getText()} cannot be declared`)
    return parameter.getText()
  })
  const result = node.type?.getText() ?? (signature && writer.printer.print(signature.getReturnType()))
  return `declare function ${node.name?.text}${generic ? `<${generic}>` : ''}(${parameters.join(', ')}): ${result}`
}

function printReadonly({ checker, printer }: Writer, type: ts.Type): string {
  const isReadonly = checker.typeToString(type).startsWith('readonly ')
  return isReadonly ? `readonly ${printer.print(type)}` : printer.print(type)
}

/** The first name within a declaration that a program outside could not follow. */
function findHiddenName({ checker, names }: Writer, declaration: ts.Node): string | undefined {
  let hidden: string | undefined
  const visit = (node: ts.Node): void => {
    const name = readName(node)
    const symbol = name && checker.getSymbolAtLocation(name)
    if (symbol && !isKnown(names, names.resolve(symbol))) hidden ??= symbol.name
    ts.forEachChild(node, visit)
  }
  visit(declaration)
  return hidden
}

function readName(node: ts.Node): ts.Node | undefined {
  if (ts.isTypeReferenceNode(node)) return node.typeName
  if (ts.isExpressionWithTypeArguments(node)) return node.expression
  return ts.isTypeQueryNode(node) ? node.exprName : undefined
}

function isKnown(names: PublicNames, symbol: ts.Symbol): boolean {
  return (
    (symbol.flags & ts.SymbolFlags.TypeParameter) !== 0 ||
    names.isGlobal(symbol) ||
    isPublicType(names, symbol)
  )
}

/** A value's type is not followed: it is written out. */
function isPublicType(names: PublicNames, symbol: ts.Symbol): boolean {
  return names.has(symbol) && (symbol.flags & ts.SymbolFlags.Type) !== 0
}
