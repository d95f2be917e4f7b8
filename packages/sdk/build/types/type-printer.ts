import ts from 'typescript'
import { readComment, toComment } from './comments.ts'
import type { PublicNames } from './public-names.ts'

export interface TypePrinter {
  /** A type as text that names nothing but what is public. */
  print(type: ts.Type): string
  /** What an alias stands for. */
  printAliased(symbol: ts.Symbol): string
}

interface Printing {
  checker: ts.TypeChecker
  names: PublicNames
  /** Aliases by what they stand for, as inference loses their names; null where two stand for the same. */
  namesByKey: ReadonlyMap<string, string | null>
  /** For comparison: without comments, and with members in one order, which inference changes. */
  isKey: boolean
}

/** Shorter ones, such as `{ id: string }`, are alike by chance. */
const SHORTEST_NAMED = 30

const EMPTY = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void

/** Prints types as the checker knows them, whatever zod and tRPC inferred them by. */
export function createTypePrinter(checker: ts.TypeChecker, names: PublicNames): TypePrinter {
  const namesByKey = new Map<string, string | null>()
  const printing = { checker, names, namesByKey, isKey: false }
  for (const symbol of names.symbols.filter(isPlainAlias)) {
    const key = expand({ ...printing, isKey: true }, checker.getDeclaredTypeOfSymbol(symbol))
    if (key.length >= SHORTEST_NAMED) namesByKey.set(key, namesByKey.has(key) ? null : symbol.name)
  }
  return {
    print: (type) => print(printing, type),
    printAliased: (symbol) => expand(printing, checker.getDeclaredTypeOfSymbol(symbol)),
  }
}

function isPlainAlias(symbol: ts.Symbol): boolean {
  const declaration = symbol.declarations?.find(ts.isTypeAliasDeclaration)
  return declaration !== undefined && declaration.typeParameters === undefined
}

function print(printing: Printing, type: ts.Type): string {
  const { checker, names, namesByKey, isKey } = printing
  const { aliasSymbol } = type
  if (aliasSymbol && names.has(aliasSymbol)) {
    return withArguments(printing, aliasSymbol.name, type.aliasTypeArguments)
  }
  const symbol = type.getSymbol()
  if (symbol && isNamed(names, symbol)) {
    return withArguments(printing, symbol.name, checker.getTypeArguments(type as ts.TypeReference))
  }
  if (isKey) return expand(printing, type)
  return namesByKey.get(expand({ ...printing, isKey: true }, type)) ?? expand(printing, type)
}

function isNamed(names: PublicNames, symbol: ts.Symbol): boolean {
  if (names.has(symbol)) return true
  if (symbol.flags & (ts.SymbolFlags.TypeLiteral | ts.SymbolFlags.ObjectLiteral)) return false
  return names.isGlobal(symbol) && symbol.name !== 'Array' && !symbol.name.startsWith('__')
}

function withArguments(printing: Printing, name: string, types: readonly ts.Type[] = []): string {
  // A default that nobody chose, such as what an AsyncIterable returns.
  const chosen = types.filter((type) => !(type.flags & ts.TypeFlags.Any))
  return chosen.length > 0 ? `${name}<${printAll(printing, chosen)}>` : name
}

function printAll(printing: Printing, types: readonly ts.Type[]): string {
  return types.map((type) => print(printing, type)).join(', ')
}

function expand(printing: Printing, type: ts.Type): string {
  const { checker } = printing
  if (type.isUnion()) return expandUnion(printing, type)
  const items = checker.getTypeArguments(type as ts.TypeReference)
  if (checker.isTupleType(type)) return `[${printAll(printing, items)}]`
  if (checker.isArrayType(type)) return `${parenthesise(printAll(printing, items))}[]`
  if (type.isIntersection() || type.flags & ts.TypeFlags.Object) return expandObject(printing, type)
  return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)
}

function expandUnion(printing: Printing, type: ts.UnionType): string {
  const isEmpty = (each: ts.Type) => (each.flags & EMPTY) !== 0
  const empty = type.types.filter(isEmpty).map((each) => printing.checker.typeToString(each))
  const full = printing.checker.getNonNullableType(type)
  // What remains may have a name of its own.
  const parts = empty.length > 0 ? [print(printing, full)] : toParts(printing, type)
  return [...parts, ...empty.filter((name) => name !== 'void').sort()].join(' | ')
}

function toParts(printing: Printing, { types }: ts.UnionType): string[] {
  const isBoolean = (each: ts.Type) => (each.flags & ts.TypeFlags.BooleanLiteral) !== 0
  const isWhole = types.filter(isBoolean).length === 2
  const parts = types.map((each) => (isWhole && isBoolean(each) ? 'boolean' : print(printing, each)))
  return [...new Set(printing.isKey ? parts.sort() : parts)]
}

function expandObject(printing: Printing, type: ts.Type): string {
  const [signature, ...others] = type.getCallSignatures()
  if (others.length > 0) throw new Error(`${printing.checker.typeToString(type)} is overloaded`)
  if (signature) {
    const parameters = signature.parameters.map((parameter) => printParameter(printing, parameter))
    return `(${parameters.join(', ')}) => ${print(printing, signature.getReturnType())}`
  }
  const [index] = printing.checker.getIndexInfosOfType(type)
  if (index) return `Record<${print(printing, index.keyType)}, ${print(printing, index.type)}>`
  const members = type.getProperties().map((member) => printMember(printing, member))
  return `{ ${(printing.isKey ? members.sort() : members).join('\n')} }`
}

function printParameter(printing: Printing, parameter: ts.Symbol): string {
  const node = parameter.valueDeclaration
  const isOptional = node && ts.isParameter(node) && printing.checker.isOptionalParameter(node)
  const type = print(printing, printing.checker.getTypeOfSymbol(parameter))
  return isOptional ? `${parameter.name}?: ${withoutUndefined(type)}` : `${parameter.name}: ${type}`
}

function printMember(printing: Printing, member: ts.Symbol): string {
  const text = print(printing, printing.checker.getTypeOfSymbol(member))
  const isOptional = (member.flags & ts.SymbolFlags.Optional) !== 0
  // Whoever passes on what may be undefined need not leave the field out.
  const value = isOptional ? `?: ${withoutUndefined(text)} | undefined` : `: ${text}`
  const comment = printing.isKey ? '' : toComment(readComment(printing.checker, member))
  return `${comment}${toKey(member.name)}${value}`
}

function withoutUndefined(text: string): string {
  return text.replace(/ \| undefined$/, '')
}

function parenthesise(text: string): string {
  return /^(\w+|{[^}]*})$/.test(text) ? text : `(${text})`
}

function toKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
}
