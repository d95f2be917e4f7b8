import { expect, test } from 'vitest'
import { splitThinking } from './split-thinking.ts'

function split(...pieces: string[]) {
  const texts = { content: '', reasoning: '' }
  const splitter = splitThinking((channel, text) => {
    expect(text).not.toBe('')
    texts[channel] += text
  })
  for (const piece of pieces) splitter.push(piece)
  splitter.flush()
  return texts
}

const cases: [text: string, reasoning: string, content: string][] = [
  ['plain', '', 'plain'],
  ['  indented', '', '  indented'],
  ['<think>why</think>because', 'why', 'because'],
  ['\n <think>\nwhy\n</think>\n\nbecause', 'why\n', 'because'],
  ['<think></think>because', '', 'because'],
  ['<think>\n\n</think>\n\nbecause', '', 'because'],
  ['<think>a < b </thin </think >c', 'a < b </thin </think >c', ''],
  ['<think>a</think>b<think>c</think>', 'a', 'b<think>c</think>'],
  ['say <think>a</think>', '', 'say <think>a</think>'],
  ['<thinking>a', '', '<thinking>a'],
  ['<think', '', '<think'],
  ['<think>never closed </thi', 'never closed </thi', ''],
  ['   ', '', '   '],
  ['</think>odd', '', '</think>odd'],
]

test.each(cases)('%j thinks %j and says %j, wherever it is cut', (text, reasoning, content) => {
  expect(split(text)).toEqual({ reasoning, content })
  expect(split(...text)).toEqual({ reasoning, content })
  for (let cut = 1; cut < text.length; cut++) {
    expect(split(text.slice(0, cut), text.slice(cut)), `cut at ${cut}`).toEqual({ reasoning, content })
  }
})

test('text that cannot be part of a tag is not held back', () => {
  const texts: string[] = []
  const splitter = splitThinking((_channel, text) => texts.push(text))
  splitter.push('<')
  splitter.push('b> is bold')
  splitter.push('!')
  expect(texts).toEqual(['<b> is bold', '!'])
})
