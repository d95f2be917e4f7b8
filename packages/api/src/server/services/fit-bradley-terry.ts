/** How often each of two was preferred over the other; a tie is half of one for each. */
export interface Comparison {
  one: number
  other: number
  oneWins: number
  otherWins: number
}

export interface BradleyTerryFit {
  /** Log-strengths, whose mean is 0: e to the difference of two is the odds of the one over the other. */
  strengths: number[]
  /** Their covariances: the inverse of the observed information. */
  covariance: number[][]
}

const MAX_STEPS = 100
const ENOUGH = 1e-10
/** No step is longer, so that the first ones of lopsided data do not overshoot. */
const LONGEST_STEP = 2

/**
 * The Bradley-Terry model, where i is preferred over j with probability 1 / (1 + exp(strength j - strength i)), by Newton's
 * method (Hunter 2004, https://doi.org/10.1214/aos/1079120141). `precision` is that of a normal prior on each log-strength
 * around 0: it keeps one that always won finite, and with few comparisons honest about how little is known. A very small
 * one gives the maximum likelihood. Tested against the citations among statistics journals (Stigler 1994, Agresti,
 * Categorical Data Analysis, 2002, section 10.6), as fitted by the R package BradleyTerry2.
 */
export function fitBradleyTerry(
  count: number,
  comparisons: readonly Comparison[],
  precision: number,
): BradleyTerryFit {
  let strengths = new Array<number>(count).fill(0)
  for (let step = 0; step < MAX_STEPS; step++) {
    const { gradient, information } = differentiate(strengths, comparisons, precision)
    const change = multiply(invert(information), gradient)
    const longest = Math.max(0, ...change.map(Math.abs))
    const scale = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1
    strengths = strengths.map((strength, at) => strength + scale * valueAt(change, at))
    if (longest < ENOUGH) break
  }
  return { strengths, covariance: invert(differentiate(strengths, comparisons, precision).information) }
}

function differentiate(strengths: number[], comparisons: readonly Comparison[], precision: number) {
  const gradient = strengths.map((strength) => -precision * strength)
  const information = strengths.map((_, at) =>
    strengths.map((_other, other) => (at === other ? precision : 0)),
  )
  for (const { one, other, oneWins, otherWins } of comparisons) {
    const total = oneWins + otherWins
    const chance = toChance(valueAt(strengths, one) - valueAt(strengths, other))
    const surplus = oneWins - total * chance
    const weight = total * chance * (1 - chance)
    add(gradient, one, surplus)
    add(gradient, other, -surplus)
    add(information[one], one, weight)
    add(information[other], other, weight)
    add(information[one], other, -weight)
    add(information[other], one, -weight)
  }
  return { gradient, information }
}

function valueAt(values: readonly number[], at: number): number {
  return values[at] ?? 0
}

function add(values: number[] | undefined, at: number, value: number): void {
  if (values) values[at] = valueAt(values, at) + value
}

export function toChance(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}

function multiply(matrix: number[][], vector: number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, at) => sum + value * valueAt(vector, at), 0))
}

/** By Gauss and Jordan. The information is positive definite, so no pivot is 0 and no rows need be exchanged. */
function invert(matrix: number[][]): number[][] {
  const size = matrix.length
  let rows = matrix.map((row, at) => [...row, ...row.map((_, other) => (at === other ? 1 : 0))])
  for (let at = 0; at < size; at++) {
    const pivotRow = rows[at] ?? []
    const pivot = valueAt(pivotRow, at)
    const scaled = pivotRow.map((value) => value / pivot)
    rows = rows.map((row, other) => (other === at ? scaled : subtract(row, scaled, valueAt(row, at))))
  }
  return rows.map((row) => row.slice(size))
}

function subtract(row: number[], other: number[], factor: number): number[] {
  return row.map((value, at) => value - factor * valueAt(other, at))
}
