import type { AuditEntry } from '@chatmore/api/contract'

type Details = NonNullable<AuditEntry['details']>
type Value = Details[string]

export interface Words {
  t: (key: string, values?: Record<string, string | number>, count?: number) => string
  /** Whether there is such a text. */
  has: (key: string) => boolean
  toDate: (moment: string) => string
}

/** What an entry says beside who did what, in words; `callId` leads to the call that it is about. */
export interface DescribedDetails {
  phrases: string[]
  callId: string | null
}

/** What is told by several details at once, and so by none of them alone. */
const PAIRS = [
  ['before', 'after'],
  ['apiBaseBefore', 'apiBaseAfter'],
] as const

export function describeDetails(details: AuditEntry['details'], words: Words): DescribedDetails {
  const { call = null, ...rest } = details ?? {}
  const pairs = PAIRS.filter(([before, after]) => before in rest && after in rest)
  const paired = new Set<string>(pairs.flat())
  const changes = pairs.map(([before, after]) => {
    const values = { before: toText(rest[before], words), after: toText(rest[after], words) }
    return words.t('auditDetail.change', values)
  })
  const others = Object.entries(rest).filter(([name]) => !paired.has(name))
  return {
    phrases: [...changes, ...others.map(([name, value]) => describe(name, value, words))].filter(Boolean),
    callId: typeof call === 'string' ? call : null,
  }
}

type Describe = (value: Value, words: Words) => string

/** A sentence that has the value in it. */
const told =
  (key: string): Describe =>
  (value, words) =>
    words.t(`auditDetail.${key}`, { value: toText(value, words) })
/** One sentence where it is so, and another where not. */
const either =
  (yes: string, no: string): Describe =>
  (value, { t }) =>
    t(`auditDetail.${value === true ? yes : no}`)
const counted =
  (key: string): Describe =>
  (value, { t }) =>
    t(`auditDetail.${key}`, { count: Number(value) }, Number(value))

/** A limit, or that there is none. */
const limited =
  (key: string, none: string): Describe =>
  (value, { t }) =>
    value === null ? t(`auditDetail.${none}`) : t(`auditDetail.${key}`, { value: String(value) })

const descriptions: Record<string, Describe> = {
  name: told('named'),
  onlyModels: limited('access', 'anyModel'),
  ipRanges: limited('onlyFrom', 'anyAddress'),
  requestsPerMinute: limited('requests', 'anyRequests'),
  tokensPerMinute: limited('tokens', 'anyTokens'),
  isInvited: either('invited', 'notInvited'),
  ok: either('answers', 'answersNot'),
  enabled: either('enabled', 'disabled'),
  replayed: (value, { t }) => (value === true ? t('auditDetail.replayed') : ''),
  ended: counted('ended'),
  expiresInDays: counted('days'),
  models: counted('models'),
  count: counted('rows'),
  url: told('address'),
  apiBase: told('address'),
  model: told('modelName'),
  of: told('copyOf'),
  behind: told('behind'),
  mode: (value, words) => translateKnown(`relayName.modes.${value}`, String(value), words),
  procedure: told('procedure'),
  before: (value, { t, toDate }) => t('auditDetail.trimmed', { date: toDate(String(value)) }),
  role: (value, words) => words.t('auditDetail.asRole', { role: toText(value, words) }),
  reason: (value, { t, has }) => translateKnown(`auditDetail.reason.${value}`, String(value), { t, has }),
  expiresAt: (value, { t, toDate }) =>
    typeof value === 'string'
      ? t('auditDetail.expires', { date: toDate(value) })
      : t('auditDetail.neverExpires'),
  fields: (value, words) => words.t('auditDetail.fields', { names: toFieldNames(String(value), words) }),
  access: (value, words) => {
    const listed = String(value).split(', ')
    return words.t('auditDetail.access', { value: listed.map((each) => toText(each, words)).join(', ') })
  },
  key: (value, { t }) => {
    if (value === 'entered') return t('auditDetail.keyEntered')
    if (value === 'removed') return t('auditDetail.keyRemoved')
    return value === null ? '' : t('auditDetail.key', { value: String(value) })
  },
}

/** What nobody has put into words yet is told as it is: an entry must not hide anything. */
function describe(name: string, value: Value, words: Words): string {
  return descriptions[name]?.(value, words) ?? `${name}: ${value}`
}

function toFieldNames(fields: string, words: Words): string {
  const names = fields.split(', ').map((field) => translateKnown(`auditDetail.field.${field}`, field, words))
  return names.join(', ')
}

function toText(value: Value | undefined, words: Words): string {
  const text = String(value ?? '–')
  if (text === 'everyone') return words.t('auditDetail.everyone')
  return translateKnown(`auditDetail.role.${text}`, text, words)
}

function translateKnown(key: string, fallback: string, { t, has }: Pick<Words, 't' | 'has'>): string {
  return has(key) ? t(key) : fallback
}
