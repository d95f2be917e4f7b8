import { describe, expect, it } from 'vitest'
import { isChord, matchesKeys, toAriaKeys, toKeyCaps } from './keys.ts'

const none = { key: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

describe('the keys of actions', () => {
  it.each([
    ['mod+k', { key: 'k', ctrlKey: true }, false, true],
    ['mod+k', { key: 'K', ctrlKey: true }, false, true],
    ['mod+k', { key: 'k', metaKey: true }, true, true],
    ['mod+k', { key: 'k', ctrlKey: true }, true, false],
    ['mod+k', { key: 'k', ctrlKey: true, shiftKey: true }, false, false],
    ['mod+k', { key: 'k', ctrlKey: true, altKey: true }, false, false],
    ['mod+k', { key: 'k' }, false, false],
    ['mod+shift+o', { key: 'O', ctrlKey: true, shiftKey: true }, false, true],
    ['?', { key: '?', shiftKey: true }, false, true],
    ['/', { key: '/' }, false, true],
    ['/', { key: '/', ctrlKey: true }, false, false],
    ['m', { key: 'm' }, false, true],
    ['m', { key: 'M', shiftKey: true }, false, false],
    ['alt+arrowup', { key: 'ArrowUp', altKey: true }, false, true],
  ] as [string, Partial<typeof none>, boolean, boolean][])(
    '%s are pressed by %j, on Apple %s: %s',
    (...[keys, pressed, isOnApple, expected]) => {
      expect(matchesKeys(keys, { ...none, ...pressed }, isOnApple)).toBe(expected)
    },
  )

  it('are shown as the keyboard has them, and told to screen readers in their words', () => {
    expect(toKeyCaps('mod+shift+o', false)).toEqual(['Ctrl', 'Shift', 'O'])
    expect(toKeyCaps('mod+shift+o', true)).toEqual(['⌘', '⇧', 'O'])
    expect(toKeyCaps('alt+arrowup', false)).toEqual(['Alt', '↑'])
    expect(toAriaKeys('mod+shift+o', false)).toBe('Control+Shift+O')
    expect(toAriaKeys('mod+k', true)).toBe('Meta+K')
  })

  it('count while one types only with Ctrl or ⌘', () => {
    expect(['mod+k', '?', 'm', 'alt+arrowup'].map(isChord)).toEqual([true, false, false, false])
  })
})
