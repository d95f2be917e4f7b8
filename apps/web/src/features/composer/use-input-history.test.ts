import { describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { useInputHistory } from './use-input-history.ts'

function open(start = '') {
  const text = ref(start)
  const { onArrow } = useInputHistory(text, () => ['newest', 'older', 'oldest'])
  const press = (...keys: ('ArrowUp' | 'ArrowDown')[]) => keys.map(onArrow)
  return { text, press }
}

describe('the history of a box', () => {
  it('goes back to the oldest and forth to the empty box', () => {
    const { text, press } = open()
    expect(press('ArrowUp', 'ArrowUp')).toEqual([true, true])
    expect(text.value).toBe('older')
    expect(press('ArrowUp', 'ArrowUp')).toEqual([true, false])
    expect(text.value).toBe('oldest')
    press('ArrowDown', 'ArrowDown', 'ArrowDown')
    expect(text.value).toBe('')
    expect(press('ArrowDown')).toEqual([false])
  })

  it('leaves a text alone that is being written, also one that was brought back and changed', () => {
    const { text, press } = open('draft')
    expect(press('ArrowUp')).toEqual([false])
    text.value = ''
    press('ArrowUp')
    text.value += '!'
    expect(press('ArrowUp', 'ArrowDown')).toEqual([false, false])
    expect(text.value).toBe('newest!')
  })

  it('begins with the newest one again once the box was emptied', () => {
    const { text, press } = open()
    press('ArrowUp', 'ArrowUp')
    text.value = ''
    press('ArrowUp')
    expect(text.value).toBe('newest')
  })
})
