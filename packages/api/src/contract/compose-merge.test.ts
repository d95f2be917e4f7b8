import { describe, expect, it } from 'vitest'
import { composeMerge, toLetters } from './compose-merge.ts'

describe('the input of a merge', () => {
  it('is the prompt, the question once, and each answer under its letter', () => {
    const parts = [
      { label: 'A', question: 'Why?', content: 'Because.' },
      { label: 'C', question: 'Why?', content: 'Therefore.' },
    ]
    expect(composeMerge('Fuse these.', parts)).toBe(
      [
        'Fuse these.',
        '<<<question>>>\nWhy?\n<<<end of question>>>',
        '<<<answer A>>>\nBecause.\n<<<end of answer A>>>',
        '<<<answer C>>>\nTherefore.\n<<<end of answer C>>>',
      ].join('\n\n'),
    )
  })

  it('has each answer’s own question where they differ', () => {
    const parts = [
      { label: 'A', question: 'Why?', content: 'Because.' },
      { label: 'B', question: 'How?', content: 'Thus.' },
    ]
    const text = composeMerge('Fuse these.', parts)
    expect(text).toContain('<<<question A>>>\nWhy?\n<<<end of question A>>>\n\n<<<answer A>>>')
    expect(text).toContain('<<<question B>>>\nHow?\n<<<end of question B>>>\n\n<<<answer B>>>')
  })
})

it('letters go on after Z as columns of a sheet do', () => {
  expect([0, 1, 25, 26, 27, 49].map(toLetters)).toEqual(['A', 'B', 'Z', 'AA', 'AB', 'AX'])
})
