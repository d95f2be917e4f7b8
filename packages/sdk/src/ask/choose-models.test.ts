import type { ModelSummary } from '@chatmore/api/contract'
import { describe, expect, it } from 'vitest'
import { chooseModels } from './choose-models.ts'

const models = [
  { id: 'id-1', name: 'GPT-5' },
  { id: 'id-2', name: 'gpt-5' },
  { id: 'id-3', name: 'DeepSeek' },
  { id: 'GPT-5', name: 'Odd' },
] as ModelSummary[]

describe('chooseModels', () => {
  it.each([
    { named: ['DeepSeek'], ids: ['id-3'], why: 'by name' },
    { named: ['id-3', 'id-3'], ids: ['id-3', 'id-3'], why: 'by id, as often as named' },
    { named: ['deepseek'], ids: ['id-3'], why: 'whatever the case, where that is clear' },
    { named: ['gpt-5'], ids: ['id-2'], why: 'exactly before alike' },
    { named: ['GPT-5'], ids: ['GPT-5'], why: 'an id before a name' },
  ])('finds models $why', ({ named, ids }) => {
    expect(chooseModels(models, named)).toEqual(ids)
  })

  it('names every one that is not there, as the server would', () => {
    const choose = () => chooseModels(models, ['nobody', 'DeepSeek', 'no one'])
    expect(choose).toThrow('There is no model "nobody", "no one"')
    const fields = { 'models.0': 'is not a known model', 'models.2': 'is not a known model' }
    expect(choose).toThrow(expect.objectContaining({ data: { appError: { code: 'NOT_FOUND', fields } } }))
  })
})
