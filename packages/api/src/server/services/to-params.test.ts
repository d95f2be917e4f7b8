import type { ModelParams } from '@chatmore/db'
import { expect, it } from 'vitest'
import { toParams } from './to-params.ts'

it.each<[string, number | null, ModelParams, ModelParams, ModelParams]>([
  ['nothing is said', null, {}, {}, {}],
  [
    'the model has defaults',
    null,
    { temperature: 1, topP: 0.5 },
    { topP: 0.9 },
    { temperature: 1, topP: 0.9 },
  ],
  ['nobody asks for less than the limit', 100, {}, {}, { maxTokens: 100 }],
  ['a window asks for less', 100, { maxTokens: 80 }, { maxTokens: 50 }, { maxTokens: 50 }],
  ['a window asks for more', 100, {}, { maxTokens: 5000, seed: 1 }, { maxTokens: 100, seed: 1 }],
  ['the defaults ask for more', 100, { maxTokens: 5000 }, {}, { maxTokens: 100 }],
  ['there is no limit', null, {}, { maxTokens: 5000 }, { maxTokens: 5000 }],
])(
  'where %s, the model is asked with just that',
  (_case, ...[maxTokensLimit, extraConfig, own, expected]) => {
    expect(toParams({ extraConfig, maxTokensLimit }, own)).toEqual(expected)
  },
)
