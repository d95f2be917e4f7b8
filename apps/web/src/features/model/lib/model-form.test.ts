import { modelCreateInputSchema } from '@chatmore/api/contract'
import { describe, expect, it } from 'vitest'
import { sampleConfig } from '../../../shared/testing/samples.ts'
import {
  chooseProvider,
  createModelForm,
  isOtherHost,
  toModelForm,
  toModelInput,
  toTestInput,
} from './model-form.ts'
import { providerPresets } from './provider-presets.ts'

describe('the form of a model', () => {
  it('gives back what it was filled from', () => {
    const config = sampleConfig({
      vision: true,
      defaults: { temperature: 0.3 },
      group: 'Best',
      tags: ['code'],
      access: { kind: 'roles', roles: ['admin'] },
      maxTokensLimit: 4000,
      recordBodies: false,
      timeouts: { connectMs: 2500, totalMs: 60_000 },
    })
    expect(toModelInput(toModelForm(config))).toEqual({
      name: config.name,
      provider: config.provider,
      apiBase: config.apiBase,
      model: config.model,
      enabled: true,
      vision: true,
      contextWindow: config.contextWindow,
      maxTokensLimit: 4000,
      group: 'Best',
      tags: ['code'],
      access: { kind: 'roles', roles: ['admin'] },
      recordBodies: false,
      extraConfig: { temperature: 0.3 },
      price: config.price,
      timeouts: { connectMs: 2500, totalMs: 60_000 },
    })
  })

  it('takes a model’s name for whether it sees images, until a person says it', () => {
    const form = { ...createModelForm(), model: 'gpt-5' }
    expect(toModelInput(form).vision).toBe(true)
    expect(toModelInput({ ...form, vision: false }).vision).toBe(false)
    expect(toModelInput({ ...form, model: 'deepseek-chat' }).vision).toBe(false)
  })

  it('takes a price with one amount as free on the other side, and none without any', () => {
    const form = { ...createModelForm(), outputPrice: ' 10 ', currency: 'CNY' as const }
    expect(toModelInput(form).price).toEqual({
      currency: 'CNY',
      inputPerMillion: '0',
      outputPerMillion: '10',
    })
    expect(toModelInput({ ...form, outputPrice: '' }).price).toBeNull()
  })

  it('names a model by its name at the provider when it has no other', () => {
    expect(toModelInput({ ...createModelForm(), model: 'gpt-5' }).name).toBe('gpt-5')
  })

  it('lends the saved key to a test of changed fields, unless it is to be removed', () => {
    const form = toModelForm(sampleConfig())
    expect(toTestInput(form, 'x')).toEqual({
      id: 'x',
      apiBase: form.apiBase,
      model: form.model,
      provider: form.provider,
    })
    expect(toTestInput({ ...form, removesKey: true }, 'x').apiKey).toBeNull()
  })
})

describe('choosing a provider', () => {
  it('fills in its address over that of another provider', () => {
    expect(chooseProvider(createModelForm(), 'groq').apiBase).toBe('https://api.groq.com/openai/v1')
  })

  it('leaves an address that was typed', () => {
    const form = { ...createModelForm(), apiBase: 'https://proxy.example/v1' }
    expect(chooseProvider(form, 'groq')).toMatchObject({
      provider: 'groq',
      apiBase: 'https://proxy.example/v1',
    })
  })
})

it.each([
  ['https://api.openai.com/v2', 'https://api.openai.com/v1', false],
  ['https://api.openai.com:8443/v1', 'https://api.openai.com/v1', true],
  ['http://api.openai.com/v1', 'https://api.openai.com/v1', true],
  ['https://api.openai.co', 'https://api.openai.com/v1', true],
  ['https:/', 'https://api.openai.com/v1', false],
])('whether %s is another host than %s: %s', (address, saved, expected) => {
  expect(isOtherHost(address, saved)).toBe(expected)
})

describe('the presets', () => {
  it.each(providerPresets.map((preset) => [preset.label, preset] as const))(
    '%s can be saved',
    (_label, preset) => {
      const input = {
        name: preset.label,
        provider: preset.id,
        apiBase: preset.apiBase,
        model: preset.models[0] ?? 'x',
      }
      expect(modelCreateInputSchema.safeParse(input).error?.issues).toBeUndefined()
    },
  )

  it('have an id each', () => {
    expect(new Set(providerPresets.map((preset) => preset.id)).size).toBe(providerPresets.length)
  })
})
