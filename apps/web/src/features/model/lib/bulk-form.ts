import type { ModelUpdateManyInput, Timeouts } from '@chatmore/api/contract'
import { toAccess, toAccessForm, type AccessForm } from './access-form.ts'
import { toPrice, toTimeouts, type PriceForm } from './model-form.ts'

/** What can be changed of several models alike. */
export const bulkParts = ['group', 'tags', 'access', 'price', 'timeouts'] as const
export type BulkPart = (typeof bulkParts)[number]

export interface BulkForm {
  /** Those that are to be changed. */
  parts: BulkPart[]
  group: string
  addTags: string[]
  removeTags: string[]
  access: AccessForm
  price: PriceForm
  timeoutSeconds: Partial<Record<keyof Timeouts, number | null>>
}

export function createBulkForm(): BulkForm {
  return {
    parts: [],
    group: '',
    addTags: [],
    removeTags: [],
    access: toAccessForm(),
    price: { currency: 'USD', inputPrice: '', outputPrice: '' },
    timeoutSeconds: {},
  }
}

/** An empty group or price takes away what the models have. */
export function toBulkInput(form: BulkForm): Omit<ModelUpdateManyInput, 'ids'> {
  const has = (part: BulkPart) => form.parts.includes(part)
  return {
    ...(has('group') && { group: form.group.trim() || null }),
    ...(has('tags') && { addTags: form.addTags, removeTags: form.removeTags }),
    ...(has('access') && { access: toAccess(form.access) }),
    ...(has('price') && { price: toPrice(form.price) }),
    ...(has('timeouts') && { timeouts: toTimeouts(form) }),
  }
}
