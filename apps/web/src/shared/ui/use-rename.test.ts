import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, useTemplateRef } from 'vue'
import { useRename } from './use-rename.ts'

function open() {
  const kept: string[] = []
  const view = mount(
    defineComponent(() => {
      const rename = useRename(
        useTemplateRef<HTMLInputElement>('field'),
        () => 'Old',
        (wanted) => kept.push(wanted),
      )
      return () =>
        rename.isEditing.value
          ? h('input', {
              ref: 'field',
              value: rename.text.value,
              onInput: (event: Event) => (rename.text.value = (event.target as HTMLInputElement).value),
              onKeydown: rename.onEnter,
              onBlur: () => rename.finish(false),
            })
          : h('button', { onClick: rename.edit })
    }),
  )
  return { view, kept }
}

describe('useRename', () => {
  it.each([
    ['keeps what was written, trimmed, on Enter', ' New ', 'keydown', ['New']],
    ['keeps nothing where the text is the same', 'Old', 'keydown', []],
    ['keeps nothing where the text is empty', '  ', 'keydown', []],
    ['leaves it as it was when it is finished without keeping', 'New', 'blur', []],
  ])('%s', async (...[, written, event, expected]) => {
    const { view, kept } = open()
    await view.get('button').trigger('click')
    await nextTick()
    expect(view.get('input').element.value).toBe('Old')
    await view.get('input').setValue(written)
    await view.get('input').trigger(event)
    expect(kept).toEqual(expected)
    expect(view.find('input').exists()).toBe(false)
  })
})
