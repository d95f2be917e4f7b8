import { expect, it } from 'vitest'
import { chooseWindowName } from './choose-window-name.ts'

it.each([
  ['the model’s name where it is free', [], 'GPT'],
  ['a number behind a name that is taken', ['GPT'], 'GPT 2'],
  ['the first number that is free', ['GPT', 'GPT 2', 'GPT 4'], 'GPT 3'],
  ['no number for other names', ['Claude', 'GPT 2'], 'GPT'],
])('a window gets %s', (_what, taken, name) => {
  expect(chooseWindowName('GPT', taken)).toBe(name)
})
