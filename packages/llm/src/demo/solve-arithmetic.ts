/** A sum that was found in a question. */
export interface Sum {
  /** As one writes it: `12 × (3 + 4)`. */
  expression: string
  latex: string
  /** As a programming language has it: `12 * (3 + 4)`. */
  code: string
  value: string
}

const CUE = /=|\b(?:what(?:['’]s| is)|calculate|compute|solve|evaluate|how much)\b|多少|计算|等于|算/i
const MAX_LENGTH = 200
const CANDIDATE = /[\d(.][\d\s+\-*/^().]*[\d)]/g

/** Finds the longest sum in a text and works it out; null where there is none. Dates and ranges (`3-5`) are none. */
export function solveArithmetic(text: string): Sum | null {
  const plain = normalise(text)
  const found = plain.match(CANDIDATE) ?? []
  const candidates = found.filter(({ length }) => length <= MAX_LENGTH).sort((a, b) => b.length - a.length)
  for (const candidate of candidates) {
    const tokens = candidate.match(/\d+(?:\.\d+)?|[-+*/^()]/g) ?? []
    const isSum = isMeant(candidate, CUE.test(text)) && tokens.join('') === candidate.replace(/\s/g, '')
    const value = isSum ? evaluate(tokens) : null
    if (value !== null) return toSum(tokens, value)
  }
  return null
}

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[×·∙]/g, '*')
    .replace(/÷/g, '/')
    .replace(/[−–]/g, '-')
    .replace(/(\d)\s*[xX]\s*(?=\d)/g, '$1*')
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
}

/** `10-20` and `1/2` may be anything, unless it is spaced like a sum or the text asks for a result. */
function isMeant(candidate: string, hasCue: boolean): boolean {
  if (/^\d{4}-\d{1,2}(?:-\d{1,2})?$/.test(candidate)) return false
  if (/[+*^]/.test(candidate) || /\s[-/]\s/.test(candidate)) return true
  return hasCue && /[-/]/.test(candidate)
}

/** Recursive descent over `+ -`, `* /`, `^`, signs and brackets; null for what is no expression or has no finite value. */
function evaluate(tokens: string[]): number | null {
  let position = 0
  const peek = () => tokens[position]
  const take = () => tokens[position++]

  const chain = (operand: () => number, operators: Record<string, (a: number, b: number) => number>) => {
    let value = operand()
    for (let apply = operators[peek() ?? '']; apply; apply = operators[peek() ?? '']) {
      take()
      value = apply(value, operand())
    }
    return value
  }
  const sum = (): number => chain(product, { '+': (a, b) => a + b, '-': (a, b) => a - b })
  const product = (): number => chain(signed, { '*': (a, b) => a * b, '/': (a, b) => a / b })
  const signed = (): number => {
    if (peek() !== '-') return power()
    take()
    return -signed()
  }
  const power = (): number => {
    const base = atom()
    if (peek() !== '^') return base
    take()
    return base ** signed()
  }
  const atom = (): number => {
    const token = take()
    if (token !== '(') return token === undefined ? NaN : Number(token)
    const value = sum()
    return take() === ')' ? value : NaN
  }

  const value = sum()
  return position === tokens.length && Number.isFinite(value) ? value : null
}

function toSum(tokens: string[], value: number): Sum {
  const write = (symbols: Record<string, string>) =>
    tokens
      .map((token) => symbols[token] ?? token)
      .join(' ')
      .replace(/\( /g, '(')
      .replace(/ \)/g, ')')
  return {
    expression: write({ '*': '×', '/': '÷', '-': '−' }),
    latex: write({ '*': '\\times', '/': '\\div' }),
    code: write({ '^': '**' }),
    value: String(Number(value.toPrecision(12))),
  }
}
