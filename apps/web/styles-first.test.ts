// @vitest-environment node
import { expect, it } from 'vitest'
import { putStylesFirst } from './styles-first.ts'

const before = '    <script src="/before-paint.js"></script>\n'
const scripts = `    <script type="module" crossorigin src="/assets/index.js"></script>
    <link rel="modulepreload" crossorigin href="/assets/libraries.js">\n`
const styles = `    <link rel="stylesheet" crossorigin href="/assets/one.css">
    <link rel="stylesheet" crossorigin href="/assets/two.css">\n`
const end = '  </head>\n'

it('puts the styles of a page, in their order, before its first module', () => {
  expect(putStylesFirst(before + scripts + styles + end)).toBe(before + styles + scripts + end)
})

it('fails the build where they are not to be found', () => {
  expect(() => putStylesFirst(before + scripts + end)).toThrow('no styles')
})
