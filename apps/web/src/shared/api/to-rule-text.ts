type Translate = (key: string, values: Record<string, unknown>) => string

/** The rules that the contract's schemas state, in its words, and the text that says the same to a person. */
const rules: [pattern: RegExp, key: string, names: string[]][] = [
  [/^is empty: choose at least one model$/, 'noModel', []],
  [/^is empty: choose at least one role$/, 'noRole', []],
  [/^is empty: choose at least one workspace$/, 'noWorkspace', []],
  [/^is not an address or a range such as/, 'ipRange', []],
  [/^is an IPv4 address within IPv6/, 'mappedAddress', []],
  [/^names an address twice$/, 'namedTwice', []],
  [/^is empty$/, 'empty', []],
  [/^is longer than ([\d,]+) characters$/, 'tooLong', ['max']],
  [/^is longer than ([\d,]+) bytes$/, 'tooManyBytes', ['max']],
  [/^is shorter than ([\d,]+) characters$/, 'tooShort', ['min']],
  [/^is one of the most common passwords$/, 'commonPassword', []],
  [/^is not your password$/, 'notYourPassword', []],
  [/^is not an e-mail address$/, 'email', []],
  [/^is not a number from (\S+) to (\S+)$/, 'number', ['min', 'max']],
  [/^is not a whole number$/, 'wholeNumber', []],
  [/^is not a whole number(?: of milliseconds)? from (\S+) to (\S+)$/, 'wholeNumberBetween', ['min', 'max']],
  [/^is not a decimal with at most six places$/, 'decimal', []],
  [/^is not an http or https address/, 'httpAddress', []],
  [/^is an address that is never called/, 'forbiddenAddress', []],
  [/^has characters that a header cannot carry$/, 'headerUnsafe', []],
  [/^is not a JSON object$/, 'jsonObject', []],
  [/^is set by ChatMore itself$/, 'setByUs', []],
  [/^is for secrets, which go into extra headers$/, 'secretField', []],
  [/^is not a name of a header$/, 'headerName', []],
  [/^(?:is named twice|has a model twice)$/, 'namedTwice', []],
  [/^is the name of a model$/, 'nameOfModel', []],
  [/^is taken by another relay name$/, 'nameTaken', []],
  [/^is not a known model$/, 'goneModel', []],
  [/^is nested deeper than (\d+) levels$/, 'tooDeep', ['max']],
  [/^is not a version such as 2024-10-21$/, 'version', []],
  [/^has the key in it$/, 'hasKey', []],
  [/^is one more than the (\d+) keys that a model can have$/, 'tooManyKeys', ['max']],
  [/^is not (?:an ISO date and time|a time from \d+ to \d+)$/, 'date', []],
  [/^has more than (\d+) windows$/, 'tooManyWindows', ['max']],
  [/^has more than (\d+) (?:entries|tags|models|workspaces|addresses)$/, 'tooManyEntries', ['max']],
  [/^has a workspace that does not exist$/, 'goneWorkspace', []],
  [/^(.+) is in the list already, as (.+)$/, 'alreadyAdded', ['model', 'name']],
  [/^would give (.+) more than (\d+) tags$/, 'tooManyTags', ['name', 'max']],
]

/** What a person reads under a field that breaks `rule`. */
export function toRuleText(rule: string, t: Translate): string {
  for (const [pattern, key, names] of rules) {
    const match = pattern.exec(rule)
    if (match) {
      return t(`errors.rule.${key}`, Object.fromEntries(names.map((name, at) => [name, match[at + 1]])))
    }
  }
  return t('errors.rule.unknown', { rule })
}
