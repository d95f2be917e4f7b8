import type { ModelConfig, ModelParams, ModelTestInput, Price, Timeouts } from '@chatmore/api/contract'
import { seesImages } from './sees-images.ts'
import { findPreset, OTHER_PROVIDER, providerPresets } from './provider-presets.ts'

/** A model as the form holds it: text where a person types, seconds where they think in seconds. */
export interface ModelForm {
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
  currency: Price['currency']
  inputPrice: string
  outputPrice: string
  extraConfig: ModelParams
  timeoutSeconds: Partial<Record<keyof Timeouts, number | null>>
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
    currency: 'USD',
    inputPrice: '',
    outputPrice: '',
    extraConfig: {},
    timeoutSeconds: {},
  }
}

export function toModelForm(config: ModelConfig): ModelForm {
  const { provider, apiBase, model, name, enabled, vision, contextWindow, price } = config
  return {
    ...createModelForm(),
    ...{ provider, apiBase, model, name, enabled, vision, contextWindow },
    currency: price?.currency ?? 'USD',
    inputPrice: price?.inputPerMillion ?? '',
    outputPrice: price?.outputPerMillion ?? '',
    extraConfig: { ...config.defaults },
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
    extraConfig: form.extraConfig,
    price: toPrice(form),
    timeouts: toTimeouts(form),
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
  return { apiBase, model, provider, ...(id === null ? {} : { id }), ...toKeyInput(form) }
}

function toKeyInput(form: ModelForm): { apiKey?: string | null } {
  const apiKey = form.apiKey.trim()
  if (apiKey) return { apiKey }
  return form.removesKey ? { apiKey: null } : {}
}

function toPrice({ currency, inputPrice, outputPrice }: ModelForm): Price | null {
  const input = inputPrice.trim()
  const output = outputPrice.trim()
  if (!input && !output) return null
  return { currency, inputPerMillion: input || '0', outputPerMillion: output || '0' }
}

function toTimeouts({ timeoutSeconds }: ModelForm): Timeouts {
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
