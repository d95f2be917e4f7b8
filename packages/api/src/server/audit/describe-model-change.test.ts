import type { ModelConfigRow, ModelSecretRow } from '@chatmore/db'
import { expect, it } from 'vitest'
import type { ModelConfig, ModelUpdateInput } from '../../contract/index.ts'
import { describeModelChange } from './describe-model-change.ts'

const key = { kind: 'key', cipher: 'v1:x' } as ModelSecretRow
const before = {
  apiBase: 'https://a.example/v1',
  secrets: [key],
} as Partial<ModelConfigRow> as ModelConfigRow
const after = { apiBase: 'https://a.example/v1', hasApiKey: true } as ModelConfig

it.each<{
  what: string
  changed: Partial<ModelConfig>
  input: Omit<ModelUpdateInput, 'id'>
  details: object
}>([
  { what: 'a name', changed: {}, input: { name: 'New', enabled: undefined }, details: { fields: 'name' } },
  { what: 'a key', changed: {}, input: { apiKey: 'sk-CANARY' }, details: { key: 'entered' } },
  {
    what: 'a key taken away',
    changed: { hasApiKey: false },
    input: { apiKey: null },
    details: { key: 'removed' },
  },
  {
    what: 'another address, which takes the key away',
    changed: { apiBase: 'https://b.example/v1', hasApiKey: false },
    input: { apiBase: 'https://b.example/v1' },
    details: {
      fields: 'apiBase',
      apiBaseBefore: 'https://a.example/v1',
      apiBaseAfter: 'https://b.example/v1',
      key: 'removed',
    },
  },
])('tells of $what', ({ changed, input, details }) => {
  expect(describeModelChange(before, { ...after, ...changed }, { id: 'x', ...input })).toEqual(details)
})
