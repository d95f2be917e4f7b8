import { describe, expect, it } from 'vitest'
import { fitBradleyTerry, toChance, type Comparison } from './fit-bradley-terry.ts'

/** How often each journal cited each other one (Stigler 1994; Agresti, Categorical Data Analysis, 2002, table 10.10). */
const journals = ['Biometrika', 'Comm Statist', 'JASA', 'JRSS-B']
const citations: Comparison[] = [
  { one: 0, other: 1, oneWins: 730, otherWins: 33 },
  { one: 0, other: 2, oneWins: 498, otherWins: 320 },
  { one: 0, other: 3, oneWins: 221, otherWins: 284 },
  { one: 1, other: 2, oneWins: 68, otherWins: 813 },
  { one: 1, other: 3, oneWins: 17, otherWins: 276 },
  { one: 2, other: 3, oneWins: 142, otherWins: 325 },
]

describe('the fit of the citations among statistics journals', () => {
  // BradleyTerry2's vignette (https://cran.r-project.org/package=BradleyTerry2), with Biometrika as the reference.
  const published = [
    { strength: 0, error: 0 },
    { strength: -2.94907, error: 0.10255 },
    { strength: -0.47957, error: 0.06059 },
    { strength: 0.26895, error: 0.07083 },
  ]
  const { strengths, covariance } = fitBradleyTerry(journals.length, citations, 1e-6)

  it.each(published.map((value, at) => ({ journal: journals[at]!, at, ...value })))(
    'gives $journal the published strength and standard error',
    ({ at, strength, error }) => {
      expect(strengths[at]! - strengths[0]!).toBeCloseTo(strength, 4)
      const variance = covariance[at]![at]! + covariance[0]![0]! - 2 * covariance[at]![0]!
      expect(Math.sqrt(Math.max(0, variance))).toBeCloseTo(error, 3)
    },
  )

  it('has strengths whose mean is 0', () => {
    expect(strengths.reduce((sum, strength) => sum + strength, 0)).toBeCloseTo(0, 6)
  })
})

describe('the fit', () => {
  it('of two is the share of wins', () => {
    const { strengths } = fitBradleyTerry(2, [{ one: 0, other: 1, oneWins: 7, otherWins: 3 }], 1e-9)
    expect(toChance(strengths[0]! - strengths[1]!)).toBeCloseTo(0.7, 6)
  })

  it('stays finite, and uncertain, where one has always won', () => {
    const { strengths, covariance } = fitBradleyTerry(
      2,
      [{ one: 0, other: 1, oneWins: 3, otherWins: 0 }],
      0.25,
    )
    expect(strengths[0]).toBeGreaterThan(0)
    expect(strengths[0]).toBeLessThan(3)
    expect(covariance[0]![0]).toBeGreaterThan(1)
  })

  it('of none is none', () => {
    expect(fitBradleyTerry(0, [], 0.25)).toEqual({ strengths: [], covariance: [] })
  })

  it('knows nothing of those who were never compared but the prior', () => {
    const { strengths, covariance } = fitBradleyTerry(3, [], 0.25)
    expect(strengths).toEqual([0, 0, 0])
    expect(covariance[1]![1]).toBeCloseTo(4, 9)
  })
})
