import type { ModelSummary } from '@chatmore/api/contract'
import { describe, expect, it } from 'vitest'
import { chooseModels } from './choose-models.ts'

const models = [
  { id: 'id-1', name: 'GPT-5', enabled: true },
  { id: 'id-2', name: 'gpt-5', enabled: true },
  { id: 'id-3', name: 'DeepSeek', enabled: true },
  { id: 'GPT-5', name: 'Odd', enabled: true },
  { id: 'off-1', name: 'Qwen', enabled: false },
  { id: 'on-1', name: 'Qwen', enabled: true },
  { id: 'on-2', name: 'Llama', enabled: true },
  { id: 'on-3', name: 'Llama', enabled: true },
  { id: 'off-2', name: 'Old', enabled: false },
  { id: 'off-3', name: 'Old', enabled: false },
] as ModelSummary[]

describe('chooseModels', () => {
  it.each([
    { named: ['DeepSeek'], ids: ['id-3'], why: 'by name' },
    { named: ['id-3', 'id-3'], ids: ['id-3', 'id-3'], why: 'by id, as often as named' },
    { named: ['deepseek'], ids: ['id-3'], why: 'whatever the case, where that is clear' },
    { named: ['gpt-5'], ids: ['id-2'], why: 'exactly before alike' },
    { named: ['GPT-5'], ids: ['GPT-5'], why: 'an id before a name' },
    { named: ['Qwen', 'qwen'], ids: ['on-1', 'on-1'], why: 'that are enabled before those that are not' },
    { named: ['off-1', 'on-3'], ids: ['off-1', 'on-3'], why: 'by id whatever others have the name' },
    { named: ['Old'], ids: ['off-2'], why: 'that are not enabled, for the server to refuse' },
  ])('finds models $why', ({ named, ids }) => {
    expect(chooseModels(models, named)).toEqual(ids)
  })

  it('names every one that is not there, as the server would', () => {
    const choose = () => chooseModels(models, ['nobody', 'DeepSeek', 'no one'])
    expect(choose).toThrow('There is no model "nobody", "no one"')
    const fields = { 'models.0': 'is not a known model', 'models.2': 'is not a known model' }
    expect(choose).toThrow(
      expect.objectContaining({ data: { code: 'NOT_FOUND', appError: { code: 'NOT_FOUND', fields } } }),
    )
  })

  it('chooses none of several that are enabled and have one name, and says to use an id', () => {
    const choose = () => chooseModels(models, ['DeepSeek', 'Llama', 'llama'])
    expect(choose).toThrow('Several enabled models are named "Llama", "llama": use an id')
    const rule = 'is the name of several enabled models: use an id'
    const appError = { code: 'INVALID_INPUT', fields: { 'models.1': rule, 'models.2': rule } }
    expect(choose).toThrow(expect.objectContaining({ data: { code: 'BAD_REQUEST', appError } }))
  })
})
