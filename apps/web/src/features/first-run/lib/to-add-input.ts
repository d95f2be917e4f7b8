import type { ModelOffer } from '@chatmore/api/contract'
import type { ModelForm } from '../../model/lib/model-form.ts'
import { seesImages } from '../../model/lib/sees-images.ts'

/** The endpoint of a saved model, whose key is lent where none is typed. */
export interface KnownEndpoint {
  id: string
  provider: string
  apiBase: string
  hasKey: boolean
}

/** Whom to ask, with which key. */
export function toEndpointInput(form: ModelForm, from: KnownEndpoint | null) {
  const { provider, apiBase } = form
  const apiKey = form.apiKey.trim()
  const key = apiKey || (form.removesKey ? null : undefined)
  return { provider, apiBase, ...(from && { id: from.id }), ...(key !== undefined && { apiKey: key }) }
}

/** What `model.addMany` takes for the offers that were chosen. */
export function toAddInput(form: ModelForm, from: KnownEndpoint | null, offers: readonly ModelOffer[]) {
  return {
    ...toEndpointInput(form, from),
    models: offers.map(({ model, name, contextWindow, price }) => ({
      ...{ model, name, contextWindow, price },
      vision: seesImages(model),
    })),
  }
}
