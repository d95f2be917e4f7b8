import '../testing/real-node-names.ts'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createBlockStream } from './block-stream.ts'
import { createBlockView, type BlockView } from './block-view.ts'
import * as finishing from './finish-block.ts'
import { labels } from './testing/labels.ts'

const finish = vi.spyOn(finishing, 'finishBlock').mockReturnValue()
let root: HTMLElement
let view: BlockView

beforeEach(() => {
  root = document.createElement('div')
  view = createBlockView(root)
  finish.mockClear()
})

const blocks = () => [...root.querySelectorAll('.md-block')]

describe('blocks in view', () => {
  it('stay the same nodes once they are finished, whatever follows', () => {
    const stream = createBlockStream(labels)
    const text = Array.from({ length: 20 }, (_, index) => `Paragraph *${index}*`).join('\n\n')
    view.show(stream.update(text.slice(0, 200), false))
    const before = blocks().slice(0, -2)
    const nodes = before.flatMap((block) => [block.firstChild, block.querySelector('em')])
    for (let end = 210; end <= text.length; end += 10) view.show(stream.update(text.slice(0, end), false))
    view.show(stream.update(text, true))
    const after = blocks().slice(0, before.length)
    expect(after).toEqual(before)
    expect(after.flatMap((block) => [block.firstChild, block.querySelector('em')])).toEqual(nodes)
    expect(blocks()).toHaveLength(20)
    expect(root.querySelectorAll('.md-group-full')).toHaveLength(2)
  })

  it('show code as plain text while it is written, and leave it as it stands when its fence is closed', () => {
    const stream = createBlockStream(labels)
    const code = 'const a = "<b>"\n'.repeat(60)
    const text = `Here:\n\n\`\`\`ts\n${code}\`\`\`\n`
    const open = text.length - 4
    for (let end = 20; end <= open; end += 7) view.show(stream.update(text.slice(0, end), false))
    view.show(stream.update(text.slice(0, open), false))
    const element = root.querySelector('code')
    const parts = [...(element?.children ?? [])]
    expect(parts).toHaveLength(3)
    expect(element?.textContent).toBe(code)
    // The paragraph alone: code that grows is not coloured, nor anything else done to it.
    expect(finish.mock.calls.some(([block]) => block.querySelector('code'))).toBe(false)
    view.show(stream.update(text, false))
    expect(root.querySelector('code')).toBe(element)
    expect([...(root.querySelector('code')?.children ?? [])]).toEqual(parts)
    expect(root.querySelector('.md-code-open')).toBeNull()
    expect(finish.mock.calls.filter(([block]) => block.querySelector('code'))).toHaveLength(1)
  })

  it('go when the text has fewer of them, and what is done to them ends', () => {
    view.show(createBlockStream(labels).update('One\n\nTwo\n\nThree', true))
    const signals = finish.mock.calls.map(([, { signal }]) => signal)
    view.show(createBlockStream(labels).update('Other', true))
    expect(root.textContent).toBe('Other\n')
    expect(blocks()).toHaveLength(1)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true])
    view.show([])
    expect(root.childNodes).toHaveLength(0)
  })
})
