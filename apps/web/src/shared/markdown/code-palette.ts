import type { ColourPair } from './coloured-code.ts'

const names = new Map<string, string>()
let sheet: CSSStyleSheet | undefined

/** The class that gives code these colours. As rules of the page they cost far less than as styles of each piece of code. */
export function toColourClass(pair: ColourPair): string {
  const key = pair.join()
  const known = names.get(key)
  if (known !== undefined) return known
  const name = `md-colour-${names.size + 1}`
  names.set(key, name)
  addRules(name, pair)
  return name
}

function addRules(name: string, [light, dark]: ColourPair): void {
  if (!sheet) {
    sheet = new CSSStyleSheet()
    document.adoptedStyleSheets.push(sheet)
  }
  sheet.insertRule(`.md-code .${name} { color: ${light} }`)
  sheet.insertRule(`:root[data-theme='dark'] .md-code .${name} { color: ${dark} }`)
}
