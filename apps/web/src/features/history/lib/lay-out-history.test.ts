import type { Rewind } from '@chatmore/api/contract'
import { describe, expect, it } from 'vitest'
import { buildMessage, buildUserMessage } from '../../message/testing/build-message.ts'
import type { Turn } from '../../message/lib/group-turns.ts'
import { layOutHistory } from './lay-out-history.ts'

function turn(seq: number, ...modelIds: (string | null)[]): Turn {
  const attempts = modelIds.map((modelId, index) =>
    buildMessage({
      id: `a${seq}.${index}`,
      modelId,
      modelName: modelId && `Name ${modelId}`,
      attempt: index + 1,
    }),
  )
  return { key: `u${seq}`, user: buildUserMessage({ id: `u${seq}`, seq }), attempts }
}

const current = (modelId: string) => ({ modelId, modelName: `Name ${modelId}` })
const rewind = (id: string, afterSeq: number) => ({ id, afterSeq }) as Rewind

describe('layOutHistory', () => {
  it.each<{ what: string; turns: Turn[]; model: string; segments: (string | null)[]; next: string | null }>([
    {
      what: 'one model throughout',
      turns: [turn(1, 'x'), turn(3, 'x')],
      model: 'x',
      segments: [null, null],
      next: null,
    },
    {
      what: 'another model from the second turn on',
      turns: [turn(1, 'x'), turn(3, 'y')],
      model: 'y',
      segments: [null, 'Name y'],
      next: null,
    },
    {
      what: 'another model that has not answered yet',
      turns: [turn(1, 'x')],
      model: 'y',
      segments: [null],
      next: 'Name y',
    },
    {
      what: 'one attempt by another model',
      turns: [turn(1, 'x', 'y'), turn(3, 'x')],
      model: 'x',
      segments: [null, null],
      next: null,
    },
    {
      what: 'an input without an answer',
      turns: [turn(1, 'x'), turn(3), turn(4, 'x')],
      model: 'x',
      segments: [null, null, null],
      next: null,
    },
    {
      what: 'hidden models',
      turns: [turn(1, null), turn(3, null)],
      model: '',
      segments: [null, null],
      next: null,
    },
    { what: 'nothing at all', turns: [], model: 'x', segments: [], next: null },
  ])('tells segments of $what', ({ turns, model, segments, next }) => {
    const layout = layOutHistory(turns, [], current(model))
    expect(layout.places.map(({ segment }) => segment)).toEqual(segments)
    expect(layout.next).toBe(next)
  })

  it('puts what was archived behind the input that it followed', () => {
    const rewinds = [rewind('late', 3), rewind('newer', 1), rewind('older', 1), rewind('first', 0)]
    const { leading, places } = layOutHistory([turn(1, 'x'), turn(3, 'x')], rewinds, current('x'))
    expect(leading.map(({ id }) => id)).toEqual(['first'])
    expect(places.map((place) => place.rewinds.map(({ id }) => id))).toEqual([['newer', 'older'], ['late']])
  })
})
