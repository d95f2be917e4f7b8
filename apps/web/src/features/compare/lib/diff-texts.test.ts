import { describe, expect, it } from 'vitest'
import { diffTexts, MAX_DIFF_LENGTH } from './diff-texts.ts'

const changes = (base: string, text: string) =>
  diffTexts(base, text)?.map(
    ({ kind, text: part }) => `${{ same: '', added: '+', removed: '-' }[kind]}${part}`,
  )

describe('the differences of two texts', () => {
  it('are words, not letters', () => {
    expect(changes('The sky is blue.', 'The sky is black.')).toEqual(['The sky is ', '-blue', '+black', '.'])
  })

  it('are a phrase where several words in a row are others', () => {
    expect(changes('It scatters short waves.', 'It bends blue light.')).toEqual([
      'It ',
      '-scatters short waves',
      '+bends blue light',
      '.',
    ])
    expect(changes('One two three', 'One three')?.join('|')).not.toContain('+')
  })

  it('are found in Chinese, which no space parts', () => {
    const parts = changes('天空是蓝色的,因为空气散射光。', '天空是黑色的,因为空气散射光。')
    expect(parts?.[0]).toBe('天空是')
    expect(parts?.at(-1)).toMatch(/因为空气散射光。$/)
    expect(parts?.length).toBe(4)
  })

  it('are none in texts that are the same', () => {
    expect(changes('Same.', 'Same.')).toEqual(['Same.'])
  })

  it('put together give both texts again', () => {
    const [base, text] = ['One, two and three.', 'One or two, and four!']
    const parts = diffTexts(base!, text!) ?? []
    const join = (left: string) =>
      parts
        .filter(({ kind }) => kind !== left)
        .map((part) => part.text)
        .join('')
    expect(join('added')).toBe(base)
    expect(join('removed')).toBe(text)
  })

  it('are not looked for in what is too long, or too different', () => {
    expect(diffTexts('a '.repeat(MAX_DIFF_LENGTH), 'b')).toBeNull()
    const numbers = (first: number) => Array.from({ length: 5000 }, (_, at) => `${first + at}`).join(' ')
    expect(diffTexts(numbers(10_000), numbers(50_000))).toBeNull()
  })
})
