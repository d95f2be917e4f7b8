import { describe, expect, test } from 'vitest'
import type { DemoMessage } from './demo-message.ts'
import { composeAnswer } from './compose-answer.ts'
import { demoModels } from './demo-models.ts'

const user = (content: string): DemoMessage => ({ role: 'user', content })
const system = (content: string): DemoMessage => ({ role: 'system', content })
const assistant = (content: string): DemoMessage => ({ role: 'assistant', content })
const answer = (model: string, ...messages: DemoMessage[]) => composeAnswer(model, messages)

describe.each(demoModels.map(({ model }) => model))('%s', (model) => {
  test('says that it is a demo and uses the words of the question', () => {
    const { content } = answer(model, user('How does a parser handle brackets?'))
    expect(content).toMatch(/Demo model, not a real one/)
    expect(content).toContain('parser')
    expect(content).toContain('brackets')
  })

  test('counts the questions of its window and names the one before', () => {
    const { content } = answer(
      model,
      user('Plan a trip to Kyoto'),
      assistant('…'),
      user('And the budget for hotels?'),
    )
    expect(content).toMatch(/question 2 in this window|\| 2 \|/)
    expect(content).toContain('Plan a trip to Kyoto')
  })

  test('lists what was asked when asked for it', () => {
    const { content } = answer(
      model,
      user('Alpha'),
      assistant('…'),
      user('Beta'),
      assistant('…'),
      user('What did I ask before?'),
    )
    expect(content).toContain('1. “Alpha”\n2. “Beta”')
  })

  test('answers in the language of the question', () => {
    expect(answer(model, user('天空为什么是蓝色的?')).content).toContain('演示模型，并非真实模型')
  })

  test.each([
    ['Answer in Chinese.', 'How does a parser work?', '演示模型'],
    ['请用英文回答', '解析器是怎么工作的?', 'Demo model'],
  ])('keeps to the language of the system message: %s', (instruction, question, note) => {
    const { content } = answer(model, system(instruction), user(question))
    expect(content).toContain(note)
    expect(content).toContain(instruction.replace(/[.]$/, ''))
  })

  test('works out a sum', () => {
    const { content } = answer(model, user('What is 12 * (3 + 4)?'))
    expect(content).toContain('84')
  })

  test('greets back', () => {
    expect(answer(model, user('Hello!')).content).toMatch(/^Hello, this is Demo/)
    expect(answer(model, user('你好')).content).toMatch(/^你好，我是/)
  })

  test('answers anything at all', () => {
    for (const text of [
      '',
      '?',
      '🙂🙂',
      '`$|*',
      '```\n</think>',
      '('.repeat(100_000),
      'a'.repeat(200_000),
      '很'.repeat(50_000),
    ]) {
      expect(answer(model, user(text)).content.length).toBeGreaterThan(20)
    }
    expect(answer(model).content.length).toBeGreaterThan(20)
  })
})

test('only the scholar thinks aloud, and writes a table and a formula', () => {
  const scholar = answer('demo-scholar', user('How does a parser handle brackets?'))
  expect(scholar.reasoning).toContain('How does a parser handle brackets?')
  expect(scholar.content).toMatch(/\| parser \| 6 \| \d+ % \|/)
  expect(scholar.content).toContain('\\frac{m}{n} = \\frac{28}{6} \\approx 4.7')
  expect(answer('demo-swift', user('How does a parser handle brackets?')).reasoning).toBe('')
})

test('the coder writes code whose printed result is true', () => {
  const { content } = answer('demo-coder', user('Merge two sorted arrays into sorted arrays'))
  const code = /```ts\n([\s\S]*?)```/.exec(content)?.[1] ?? ''
  const plain = code
    .replace('export ', '')
    .replace(': Record<string, number>', '')
    .replace('text: string', 'text')
  const count = new Function(`${plain}; return countMergeSorted`)() as (text: string) => object
  const printed = Object.entries(count('Merge two sorted arrays into sorted arrays'))
    .map(([word, times]) => `${word}: ${times}`)
    .join(', ')
  expect(content).toContain(`{ ${printed} }`)
  expect(answer('demo-coder', user('Sort a list in Python')).content).toContain('```python')
})

test('the bilingual one says it in both languages unless one is asked for', () => {
  const both = answer('demo-bilingual', user('Compare tea and coffee')).content
  expect(both).toContain('**中文**')
  expect(both).toContain('**English**')
  expect(
    answer('demo-bilingual', system('Reply in English'), user('Compare tea and coffee')).content,
  ).not.toMatch(/\p{Script=Han}/u)
})

test('a list has as many entries as asked for', () => {
  expect(answer('demo-swift', user('Give me five ideas for dinner')).content.match(/^\d\. /gm)).toHaveLength(
    5,
  )
  expect(answer('demo-swift', user('列出三个晚饭的主意')).content.match(/^\d\. /gm)).toHaveLength(3)
})

test('brevity that the system message asks for shortens the answer', () => {
  const long = answer('demo-scholar', user('Explain regular expressions')).content
  const short = answer('demo-scholar', system('Be brief.'), user('Explain regular expressions')).content
  expect(short.length).toBeLessThan(long.length / 2)
})

test('the words of a question cannot become formatting', () => {
  const { content } = answer('demo-swift', user('**bold** [link](http://x) <b> | `code`'))
  expect(content).toContain('\\*\\*bold\\*\\* \\[link\\](http://x) \\<b\\> \\| \\`code\\`')
})

test('who sees images says what they are, in the language of the question; others say nothing of them', () => {
  const images = [
    { kind: 'PNG', size: { width: 640, height: 480 }, bytes: 2048 },
    { kind: 'JPEG', size: null, bytes: 1 },
  ]
  const ask = (model: string, content: string, count = 1) =>
    answer(model, { role: 'user', content, images: images.slice(0, count) }).content
  expect(ask('demo-scholar', 'What is this?')).toMatch(/^I see one image: a PNG of 640 × 480 pixels, 2 KB\./)
  expect(ask('demo-bilingual', 'What is this?', 2)).toContain('I see 2 images')
  expect(ask('demo-scholar', '这是什么？', 2)).toContain(
    '我看到 2 张图片：640 × 480 像素的 PNG，2 KB；JPEG，1 KB。',
  )
  expect(ask('demo-swift', 'What is this?')).not.toContain('image:')
})
