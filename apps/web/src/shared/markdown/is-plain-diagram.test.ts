import { describe, expect, it } from 'vitest'
import { isPlainDiagram } from './is-plain-diagram.ts'

describe('a diagram', () => {
  it.each([
    'graph TD\n A[One<br/>line<br>more] --> B{Two}',
    'classDiagram\n class A { <<interface>> }\n Animal <|-- Duck',
    'sequenceDiagram\n A->>B: GET https://example.com/a?b=1#top',
    'graph LR\n A <--> B',
  ])('is laid out that has nothing but shapes and words: %j', (source) => {
    expect(isPlainDiagram(source)).toBe(true)
  })

  it.each([
    'graph TD\n A["<img src=x onerror=alert(1)>"]',
    'graph TD\n A["</text><script>x</script>"]',
    'graph TD\n A["#60;img src=x#62;"]',
    'graph TD\n A["#lt;img src=x#gt;"]',
    'graph TD\n A["&lt;img src=x&gt;"]',
    'flowchart TD\n A@{ img: "https://evil.example/a.png" }',
    'graph TD\n classDef a fill:url(https://evil.example)',
    '%%{init: {"themeCSS": "@import x"}}%%\ngraph TD',
    `graph TD\n A[${'x'.repeat(20_000)}]`,
  ])('stays its source where it could fetch or run something, or is huge: %j', (source) => {
    expect(isPlainDiagram(source)).toBe(false)
  })
})
