import { describe, expect, it } from 'vitest'
import { mendEnd } from './mend-end.ts'

describe('mendEnd', () => {
  it.each([
    ['plain text', 'plain text'],
    ['some **bo', 'some **bo**'],
    ['some **bold', 'some **bold**'],
    ['some **bold**', 'some **bold**'],
    ['some **', 'some '],
    ['*Demo model', '*Demo model*'],
    ['*Demo **strong', '*Demo **strong***'],
    ['***both', '***both***'],
    ['~~gone', '~~gone~~'],
    ['call `fo', 'call `fo`'],
    ['call `', 'call '],
    ['call ``a`b', 'call ``a`b'],
    ['`a*b` and **c', '`a*b` and **c**'],
    ['2 * 3 = 6', '2 * 3 = 6'],
    ['* item', '* item'],
    ['* item with *emph', '* item with *emph*'],
    ['see [the lin', 'see the lin'],
    ['see [the link](https://exam', 'see the link'],
    ['see [the link](https://example.com)', 'see [the link](https://example.com)'],
    ['see ![a cat](https://exam', 'see a cat'],
    ['a [x] task', 'a [x] task'],
    ['First **line**\n\nSecond **li', 'First **line**\n\nSecond **li**'],
    ['Open **above\n\nthen nothing', 'Open **above\n\nthen nothing'],
    ['```js\nconst a = `x', '```js\nconst a = `x'],
    ['```js\nx\n```\n\n**b', '```js\nx\n```\n\n**b**'],
    ['```js\nx\n```', '```js\nx\n```'],
    ['Ingredients:\n-', 'Ingredients:\n'],
    ['Ingredients:\n1.', 'Ingredients:\n'],
    ['Ingredients:\n- eg', 'Ingredients:\n- eg'],
    ['Above\n##', 'Above\n'],
    ['The answer:\n42', 'The answer:\n42'],
    ['', ''],
  ])('makes of %j %j', (text, expected) => {
    expect(mendEnd(text)).toBe(expected)
  })
})
