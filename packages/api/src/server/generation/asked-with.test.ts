import { describe, expect, it } from 'vitest'
import { fromAsked, toAsked } from './asked-with.ts'
import { toSystem } from './build-context.ts'
import type { ContextMessage } from './ports.ts'

const at = (seq: number): ContextMessage => ({
  seq,
  role: seq % 2 ? 'user' : 'assistant',
  content: `no. ${seq}`,
})

describe('what is written down of a request', () => {
  it.each<[number[], [number, number][]]>([
    [[1], [[1, 1]]],
    [[1, 2, 3], [[1, 3]]],
    [
      [1, 7, 3, 4, 5, 9],
      [
        [1, 1],
        [7, 7],
        [3, 5],
        [9, 9],
      ],
    ],
  ])('names the messages %j by their places', (places, expected) => {
    expect(toAsked({ params: {}, vision: false }, places.map(at)).messages).toEqual(expected)
  })

  it('gives the messages back in the order in which they were sent', () => {
    const sent = [...toSystem('Be kind.'), at(1), at(8), at(3), at(4), at(5)]
    const window = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(at).reverse()
    const asked = toAsked({ params: { seed: 1 }, vision: false }, sent)
    expect(asked).toMatchObject({ params: { seed: 1 }, systemMessage: 'Be kind.' })
    expect(fromAsked(asked, window)).toEqual(sent)
  })
})
