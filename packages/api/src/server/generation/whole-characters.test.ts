import { describe, expect, it } from 'vitest'
import { createRandom, cutAtRandom } from './testing/random.ts'
import { joinCharacters, replaceLoneSurrogates } from './whole-characters.ts'

describe('joining characters', () => {
  it.each([
    { behaviour: 'passes on whole characters', held: '', piece: 'a😀b', text: 'a😀b', holds: '' },
    { behaviour: 'holds the first half of one', held: '', piece: 'a\uD83D', text: 'a', holds: '\uD83D' },
    { behaviour: 'joins it to the second half', held: '\uD83D', piece: '\uDE00b', text: '😀b', holds: '' },
    { behaviour: 'keeps holding while nothing comes', held: '\uD83D', piece: '', text: '', holds: '\uD83D' },
    { behaviour: 'replaces a half not continued', held: '\uD83D', piece: 'b', text: '\uFFFDb', holds: '' },
    { behaviour: 'replaces a half not begun', held: '', piece: '\uDE00b', text: '\uFFFDb', holds: '' },
    {
      behaviour: 'holds the later half of two',
      held: '\uD83D',
      piece: '\uD83D',
      text: '\uFFFD',
      holds: '\uD83D',
    },
  ])('$behaviour', ({ held, piece, text, holds }) => {
    expect(joinCharacters(held, piece)).toEqual({ text, held: holds })
  })

  it('gives the same text however it was cut, and never half a character', () => {
    const whole = 'Ça va 😀👩‍👩‍👧 漢字 𝒳 end '.repeat(20)
    for (let seed = 0; seed < 50; seed += 1) {
      const random = createRandom(seed)
      let held = ''
      let shown = ''
      for (const piece of cutAtRandom(whole, 3, random)) {
        const joined = joinCharacters(held, piece)
        held = joined.held
        shown += joined.text
        expect(replaceLoneSurrogates(joined.text)).toBe(joined.text)
      }
      expect(shown + replaceLoneSurrogates(held)).toBe(whole)
    }
  })
})
