import type {
  ModelConfig,
  ModelOffer,
  ModelParams,
  ModelTestInput,
  Price,
  Timeouts,
} from '@chatmore/api/contract'
import { toAccess, toAccessForm, type AccessForm } from './access-form.ts'
import { toEndpointForm, toEndpointInput, toOptionInput, type EndpointForm } from './endpoint-form.ts'
import { seesImages } from './sees-images.ts'
import { findPreset, OTHER_PROVIDER, providerPresets } from './provider-presets.ts'

/** A price as a form holds it: none where both amounts are empty. */
export interface PriceForm {
  currency: Price['currency']
  inputPrice: string
  outputPrice: string
}

/** A model as the form holds it: text where a person types, seconds where they think in seconds. */
export interface ModelForm extends PriceForm {
  provider: string
  apiBase: string
  model: string
  name: string
  apiKey: string
  /** The saved key is to be removed. */
  removesKey: boolean
  enabled: boolean
  /** Null until a person decides it: then the name tells what is probable. */
  vision: boolean | null
  contextWindow: number | null
  maxTokensLimit: number | null
  group: string
  tags: string[]
  access: AccessForm
  recordBodies: boolean
  extraConfig: ModelParams
  timeoutSeconds: Partial<Record<keyof Timeouts, number | null>>
  endpoint: EndpointForm
}

export const timeoutNames = [
  'connectMs',
  'firstTokenMs',
  'idleMs',
  'totalMs',
] as const satisfies (keyof Timeouts)[]

export function createModelForm(): ModelForm {
  const preset = providerPresets[0]
  return {
    provider: preset?.id ?? OTHER_PROVIDER,
    apiBase: preset?.apiBase ?? '',
    model: '',
    name: '',
    apiKey: '',
    removesKey: false,
    enabled: true,
    vision: null,
    contextWindow: null,
    maxTokensLimit: null,
    group: '',
    tags: [],
    access: toAccessForm(),
    recordBodies: true,
    currency: 'USD',
    inputPrice: '',
    outputPrice: '',
    extraConfig: {},
    timeoutSeconds: {},
    endpoint: toEndpointForm(),
  }
}

export function toModelForm(config: ModelConfig): ModelForm {
  const { provider, apiBase, model, name, enabled, vision, contextWindow, price } = config
  return {
    ...createModelForm(),
    ...{ provider, apiBase, model, name, enabled, vision, contextWindow },
    maxTokensLimit: config.maxTokensLimit,
    group: config.group ?? '',
    tags: [...config.tags],
    access: toAccessForm(config.access),
    recordBodies: config.recordBodies,
    currency: price?.currency ?? 'USD',
    inputPrice: price?.inputPerMillion ?? '',
    outputPrice: price?.outputPerMillion ?? '',
    extraConfig: { ...config.defaults },
    endpoint: toEndpointForm(config),
    timeoutSeconds: Object.fromEntries(
      timeoutNames.flatMap((name) => {
        const ms = config.timeouts[name]
        return ms === undefined ? [] : [[name, ms / 1000]]
      }),
    ),
  }
}

/** What `model.create` and `model.update` take. A key that was not typed is left out, so that the saved one stays. */
export function toModelInput(form: ModelForm) {
  return {
    name: form.name.trim() || form.model,
    provider: form.provider,
    apiBase: form.apiBase,
    model: form.model,
    enabled: form.enabled,
    vision: toVision(form),
    contextWindow: form.contextWindow,
    maxTokensLimit: form.maxTokensLimit,
    group: form.group.trim() || null,
    tags: form.tags,
    access: toAccess(form.access),
    recordBodies: form.recordBodies,
    extraConfig: form.extraConfig,
    price: toPrice(form),
    timeouts: toTimeouts(form),
    ...toEndpointInput(form.endpoint),
    ...toKeyInput(form),
  }
}

export function toVision({ vision, model }: ModelForm): boolean {
  return vision ?? seesImages(model)
}

/** What `model.test` and `model.discover` take of an unsaved form; `id` lends its saved key where none is typed. */
export function toTestInput(
  form: ModelForm,
  id: string | null,
): Extract<ModelTestInput, { apiBase: string }> {
  const { apiBase, model, provider } = form
  const options = toOptionInput(form.endpoint)
  return { apiBase, model, provider, ...(id === null ? {} : { id }), ...toKeyInput(form), ...options }
}

function toKeyInput(form: ModelForm): { apiKey?: string | null } {
  const apiKey = form.apiKey.trim()
  if (apiKey) return { apiKey }
  return form.removesKey ? { apiKey: null } : {}
}

export function toPrice({ currency, inputPrice, outputPrice }: PriceForm): Price | null {
  const input = inputPrice.trim()
  const output = outputPrice.trim()
  if (!input && !output) return null
  return { currency, inputPerMillion: input || '0', outputPerMillion: output || '0' }
}

export function toTimeouts({ timeoutSeconds }: Pick<ModelForm, 'timeoutSeconds'>): Timeouts {
  return Object.fromEntries(
    timeoutNames.flatMap((name) => {
      const seconds = timeoutSeconds[name]
      return seconds == null ? [] : [[name, Math.round(seconds * 1000)]]
    }),
  )
}

/** Takes another provider: its address replaces a preset's or an empty one, never one that was typed. */
export function chooseProvider(form: ModelForm, provider: string): ModelForm {
  const isPresetBase = providerPresets.some((preset) => preset.apiBase === form.apiBase)
  const apiBase = isPresetBase || form.apiBase === '' ? (findPreset(provider)?.apiBase ?? '') : form.apiBase
  return { ...form, provider, apiBase }
}

/** Whether the address leads to another host than the saved one, whose key it then must not receive. */
export function isOtherHost(apiBase: string, savedBase: string): boolean {
  if (!URL.canParse(apiBase) || !URL.canParse(savedBase)) return false
  return new URL(apiBase).origin !== new URL(savedBase).origin
}

/** The form with the context window and the price that are proposed; what nobody knows stays. */
export function withProposal(
  form: ModelForm,
  { contextWindow, price }: Pick<ModelOffer, 'contextWindow' | 'price'>,
): ModelForm {
  return {
    ...form,
    contextWindow: contextWindow ?? form.contextWindow,
    ...(price && {
      currency: price.currency,
      inputPrice: price.inputPerMillion,
      outputPrice: price.outputPerMillion,
    }),
  }
}
