import type { ApiKey, ApiKeyLimits } from '@chatmore/api/contract'
import type { Validity } from './to-expiry.ts'

/** An API key as its dialog has it: addresses as they are typed, one a line. */
export interface KeyForm {
  name: string
  /** `same` is what it was until now. */
  validity: Validity | 'same'
  models: 'any' | 'some'
  modelIds: string[]
  ranges: string
  requestsPerMinute: number | null
  tokensPerMinute: number | null
}

const unlimited: ApiKeyLimits = {
  modelIds: null,
  ipRanges: null,
  requestsPerMinute: null,
  tokensPerMinute: null,
}

export function toKeyForm(key?: ApiKey): KeyForm {
  const { modelIds, ipRanges, requestsPerMinute, tokensPerMinute } = key ?? unlimited
  return {
    name: key?.name ?? '',
    validity: key ? 'same' : 'never',
    models: modelIds ? 'some' : 'any',
    modelIds: [...(modelIds ?? [])],
    ranges: (ipRanges ?? []).join('\n'),
    requestsPerMinute,
    tokensPerMinute,
  }
}

export function toKeyLimits(form: KeyForm): ApiKeyLimits {
  const ipRanges = form.ranges.split(/[\s,;]+/).filter((range) => range !== '')
  const { models, modelIds, requestsPerMinute, tokensPerMinute } = form
  return {
    modelIds: models === 'any' ? null : [...modelIds],
    ipRanges: ipRanges.length === 0 ? null : ipRanges,
    requestsPerMinute,
    tokensPerMinute,
  }
}
