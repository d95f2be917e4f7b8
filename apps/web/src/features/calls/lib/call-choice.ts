import {
  callSources,
  callStatuses,
  type CallFilter,
  type CallSource,
  type CallStatus,
} from '@chatmore/api/contract'
import type { LocationQuery } from 'vue-router'
import { readDayRange, toMoments, writeDayRange, type DayRange } from './day-range.ts'

/** Which calls are looked at, as the filters show it: what is empty leaves nothing out. */
export interface CallChoice {
  range: DayRange
  userId: string
  modelId: string
  source: CallSource | ''
  status: CallStatus | ''
  search: string
}

const ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

export function readChoice(query: LocationQuery): CallChoice {
  return {
    range: readDayRange(query, null),
    userId: toId(query.user),
    modelId: toId(query.model),
    source: callSources.find((source) => source === query.source) ?? '',
    status: callStatuses.find((status) => status === query.status) ?? '',
    search: typeof query.search === 'string' ? query.search.slice(0, 200) : '',
  }
}

function toId(value: LocationQuery[string] | undefined): string {
  return typeof value === 'string' && ID.test(value) ? value : ''
}

/** The choice as the address has it. */
export function writeChoice({ range, userId, modelId, ...rest }: CallChoice): Record<string, string> {
  const { source, status, search } = rest
  const named = { user: userId, model: modelId, source, status, search: search.trim() }
  return {
    ...writeDayRange(range, null),
    ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== '')),
  }
}

/** The choice as the server takes it. */
export function toCallFilter({ range, ...choice }: CallChoice, now: Date): CallFilter {
  const search = choice.search.trim()
  const { userId, modelId, source, status } = choice
  return {
    ...toMoments(range, now, 'local'),
    ...(userId && { userId }),
    ...(modelId && { modelId }),
    ...(source && { source }),
    ...(status && { status }),
    ...(search && { search }),
  }
}

/** Where the server gives the same calls as a file. */
export function toExportUrl(format: 'csv' | 'jsonl', filter: CallFilter): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== undefined))
  return `/calls.${format}${query.size > 0 ? `?${query}` : ''}`
}
