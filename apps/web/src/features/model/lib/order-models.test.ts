import { describe, expect, it } from 'vitest'
import { dropModel, groupModels, moveGroup, moveModel } from './order-models.ts'

const models = ['a:fast', 'b:', 'c:fast', 'd:', 'e:slow'].map((text) => {
  const [id = '', group = ''] = text.split(':')
  return { id, group: group || null }
})

describe('the order of models', () => {
  it('has each group where its first model stands', () => {
    expect(
      groupModels(models).map(({ name, models: own }) => [name, own.map(({ id }) => id).join('')]),
    ).toEqual([
      ['fast', 'ac'],
      [null, 'bd'],
      ['slow', 'e'],
    ])
  })

  it.each([
    ['c', -1, 'cabde'],
    ['a', 1, 'cabde'],
    ['a', -1, null],
    ['d', 1, null],
    ['b', 1, 'acdbe'],
    ['nobody', 1, null],
  ] as const)('with %s moved by %i is %s', (id, by, expected) => {
    expect(moveModel(models, id, by)?.join('') ?? null).toBe(expected)
  })

  it.each([
    ['fast', 1, 'bdace'],
    [null, -1, 'bdace'],
    ['slow', 1, null],
    ['fast', -1, null],
  ] as const)('with the group %s moved by %i is %s', (name, by, expected) => {
    expect(moveGroup(models, name, by)?.join('') ?? null).toBe(expected)
  })

  it.each([
    ['c', 'a', false, 'cabde'],
    ['a', 'c', true, 'cabde'],
    ['a', 'c', false, null],
    ['a', 'a', true, null],
    ['a', 'b', true, null],
  ] as const)('with %s let go of at %s (after: %s) is %s', (...[id, at, isAfter, expected]) => {
    expect(dropModel(models, id, { id: at, isAfter })?.join('') ?? null).toBe(expected)
  })
})
