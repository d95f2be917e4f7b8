import { expect, it } from 'vitest'
import { createModelForm } from '../../model/lib/model-form.ts'
import { toAddInput } from './to-add-input.ts'

const offer = { model: 'gpt-4o', name: 'GPT-4o', contextWindow: 128_000, price: null, isAdded: false }
const from = { id: 'm1', provider: 'openai', apiBase: 'https://api.openai.com/v1', hasKey: true }

it.each([
  ['lends the key of a saved model where none is typed', from, {}, { id: 'm1' }],
  ['takes a typed key', from, { apiKey: ' sk-x ' }, { id: 'm1', apiKey: 'sk-x' }],
  ['lends none where it is not wanted', from, { removesKey: true }, { id: 'm1', apiKey: null }],
  ['has none by itself', null, {}, {}],
])('what is added %s', (...[, known, patch, expected]) => {
  const form = { ...createModelForm(), ...(patch as object) }
  const { models, ...endpoint } = toAddInput(form, known as typeof from | null, [offer])
  expect(endpoint).toEqual({
    provider: 'openai',
    apiBase: 'https://api.openai.com/v1',
    ...(expected as object),
  })
  expect(models).toEqual([
    { model: 'gpt-4o', name: 'GPT-4o', contextWindow: 128_000, price: null, vision: true },
  ])
})
