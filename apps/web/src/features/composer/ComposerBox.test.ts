import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ComposerBox from './ComposerBox.vue'

function open(text = 'Hello') {
  const wrapper = mount(ComposerBox, {
    props: { modelValue: text, label: 'Message', placeholder: 'Message', describedBy: undefined },
  })
  const press = (init: KeyboardEventInit & { keyCode?: number } = {}) =>
    wrapper.get('textarea').trigger('keydown', { key: 'Enter', ...init })
  return { wrapper, press }
}

describe('a composer box', () => {
  it('sends on Enter', async () => {
    const { wrapper, press } = open()
    await press()
    expect(wrapper.emitted('submit')).toHaveLength(1)
  })

  it('makes a new line on Shift and Enter', async () => {
    const { wrapper, press } = open()
    await press({ shiftKey: true })
    expect(wrapper.emitted('submit')).toBeUndefined()
  })

  it('leaves the Enter that ends an input method’s composition to the input method', async () => {
    const { wrapper, press } = open('ni hao')
    await press({ isComposing: true })
    await press({ keyCode: 229 })
    expect(wrapper.emitted('submit')).toBeUndefined()
  })

  it.each([
    ['one', 1],
    ['one\ntwo\nthree', 3],
    ['line\n'.repeat(40), 8],
  ])('has as many rows as lines, up to eight', (text, rows) => {
    expect(open(text).wrapper.get('textarea').attributes('rows')).toBe(String(rows))
  })
})
