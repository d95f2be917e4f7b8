import { expect, it } from 'vitest'
import { filterModels, listTags } from './filter-models.ts'

const models = [
  { name: 'GPT-5', model: 'gpt-5', provider: 'openai', group: 'Best', tags: ['code', 'work'] },
  { name: 'Small one', model: 'qwen3', provider: 'ollama', group: null, tags: ['code'] },
]

it.each([
  ['', null, ['GPT-5', 'Small one']],
  ['  BEST gpt ', null, ['GPT-5']],
  ['ollama', null, ['Small one']],
  ['code', 'work', ['GPT-5']],
  ['gpt', 'none', []],
])('“%s” with the tag %s finds %j', (text, tag, expected) => {
  expect(filterModels(models, text, tag).map(({ name }) => name)).toEqual(expected)
})

it('lists every tag once', () => {
  expect(listTags(models)).toEqual(['code', 'work'])
})
