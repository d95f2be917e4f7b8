import ts from 'typescript'

/** What the package exports, which is all that its declarations may name beside the language's own. */
export interface PublicNames {
  readonly symbols: readonly ts.Symbol[]
  has(symbol: ts.Symbol): boolean
  /** Whether it is there in any program: of the language, the browser or Node. */
  isGlobal(symbol: ts.Symbol): boolean
  /** Follows imports and exports to what they lead to. */
  resolve(symbol: ts.Symbol): ts.Symbol
}

export function readPublicNames(program: ts.Program, entry: string): PublicNames {
  const checker = program.getTypeChecker()
  const resolve = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const source = program.getSourceFile(entry)
  const door = source && checker.getSymbolAtLocation(source)
  if (!door) throw new Error(`${entry} exports nothing`)
  const exported = checker.getExportsOfModule(door)
  const symbols = exported.filter((symbol) => isOffered(symbol, resolve)).map(resolve)
  const known = new Set(symbols)
  return {
    symbols,
    has: (symbol) => known.has(symbol),
    isGlobal: (symbol) => (symbol.declarations ?? []).some((node) => isAmbient(program, node)),
    resolve,
  }
}

/** A value that came by `export type` can only be named by its type: no one needs that. */
function isOffered(symbol: ts.Symbol, resolve: (symbol: ts.Symbol) => ts.Symbol): boolean {
  if (resolve(symbol).flags & ts.SymbolFlags.Type) return true
  return (symbol.declarations ?? []).every(
    (node) => ts.isExportSpecifier(node) && !node.isTypeOnly && !node.parent.parent.isTypeOnly,
  )
}

function isAmbient(program: ts.Program, node: ts.Declaration): boolean {
  const source = node.getSourceFile()
  return program.isSourceFileDefaultLibrary(source) || /\/@types\/node\//.test(source.fileName)
}
