import { expect, it } from 'vitest'
import { quoteAnswers } from './quote-answers.ts'

it.each([
  {
    what: 'into an empty box',
    text: '',
    answers: [{ label: 'gpt-x', content: 'Yes.' }],
    expected: 'gpt-x:\n> Yes.\n\n',
  },
  {
    what: 'of several lines behind what is there',
    text: 'Compare: \n',
    answers: [{ label: 'A', content: 'One\n\nTwo\n' }],
    expected: 'Compare:\n\nA:\n> One\n>\n> Two\n\n',
  },
  {
    what: 'one after the other',
    text: '',
    answers: [
      { label: 'A', content: 'x' },
      { label: 'B', content: 'y' },
    ],
    expected: 'A:\n> x\n\nB:\n> y\n\n',
  },
])('quotes answers $what', ({ text, answers, expected }) => {
  expect(quoteAnswers(text, answers)).toBe(expected)
})
