import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** So many fields are named: an error stays short whatever was sent. */
const MAX_FIELDS = 20
const MAX_KEY_LENGTH = 100

/** Turns the issues of a refused input into "field -> the rule that it breaks", in plain words. */
export function describeIssues(issues: readonly Issue[]): Record<string, string> {
  // A map first: a field may be called `constructor` or `__proto__`.
  const fields = new Map<string, string>()
  for (const [path, rule] of issues.flatMap((issue) => describe(issue, []))) {
    if (fields.size < MAX_FIELDS && !fields.has(path)) fields.set(path, rule)
  }
  return Object.fromEntries(fields)
}

function describe(issue: Issue, parents: PropertyKey[]): [string, string][] {
  const path = [...parents, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => [joinPath([...path, showKey(key)]), 'is not a known field'])
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return nearestBranch(issue.errors).flatMap((nested) => describe(nested, path))
  }
  return [[joinPath(path), toRule(issue)]]
}

/** Of a union the branch that fits best is most likely the one that was meant. */
function nearestBranch(branches: readonly Issue[][]): Issue[] {
  return branches.reduce((best, branch) => (weigh(branch) < weigh(best) ? branch : best))
}

function weigh(branch: Issue[]): number {
  return branch.reduce(
    (total, issue) => total + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1),
    0,
  )
}

function joinPath(path: PropertyKey[]): string {
  return path.length === 0 ? 'input' : path.map(String).join('.')
}

/** What a caller named a field: in quotes where it is not a plain word, as an empty name could not be seen. */
function showKey(key: string): string {
  const start = key.length > MAX_KEY_LENGTH ? `${key.slice(0, MAX_KEY_LENGTH)}…` : key
  return /^[\w$-]+$/.test(key) ? start : JSON.stringify(start)
}

// Our own rules are lower-case predicates ("is empty"); zod's defaults start with a capital.
function toRule(issue: Issue): string {
  if (/^[a-z]/.test(issue.message)) return issue.message
  if (issue.code === 'invalid_type') {
    return issue.message.endsWith('received undefined') ? 'is missing' : `is not ${article(issue.expected)}`
  }
  if (issue.code === 'invalid_value') return `is not one of ${issue.values.map(String).join(', ')}`
  return 'is not valid'
}

function article(expected: string): string {
  const name = expected === 'record' ? 'object' : expected
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`
}
