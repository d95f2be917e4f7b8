import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { byRole } from '../testing/by-role.ts'
import { mountApp } from '../testing/mount-app.ts'
import AppModal from './AppModal.vue'

let wrapper: Awaited<ReturnType<typeof mountApp>> | undefined

afterEach(() => {
  wrapper?.unmount()
  document.body.replaceChildren()
})

const Page = defineComponent(() => {
  const isOpen = ref(false)
  return () => [
    h('button', { onClick: () => (isOpen.value = true) }, 'Open'),
    h(
      AppModal,
      { title: 'Rename', show: isOpen.value, 'onUpdate:show': (value: boolean) => (isOpen.value = value) },
      { default: () => h('input', { 'aria-label': 'Title' }), foot: () => h('button', 'Save') },
    ),
  ]
})

async function openDialog(): Promise<HTMLElement> {
  wrapper = await mountApp(Page)
  byRole('button', 'Open').focus()
  byRole('button', 'Open').click()
  await flushPromises()
  return byRole('dialog', 'Rename')
}

async function tab(shiftKey = false): Promise<boolean> {
  const event = new KeyboardEvent('keydown', { key: 'Tab', shiftKey, bubbles: true, cancelable: true })
  document.activeElement?.dispatchEvent(event)
  await flushPromises()
  return event.defaultPrevented
}

let opened: string[] = []

/** A dialog that opens another over it. */
const Nested = defineComponent(() => {
  const one = ref(false)
  const two = ref(false)
  return () => {
    opened = [...(one.value ? ['one'] : []), ...(two.value ? ['two'] : [])]
    return [
      h('button', { onClick: () => (one.value = true) }, 'Open'),
      h(
        AppModal,
        { title: 'One', show: one.value, 'onUpdate:show': (value: boolean) => (one.value = value) },
        { default: () => h('button', { onClick: () => (two.value = true) }, 'Open another') },
      ),
      h(AppModal, {
        title: 'Two',
        show: two.value,
        'onUpdate:show': (value: boolean) => (two.value = value),
      }),
    ]
  }
})

const Demanding = defineComponent(() => {
  const one = ref(true)
  return () => {
    opened = one.value ? ['one'] : []
    return h(AppModal, {
      title: 'Copy the key',
      isCloseable: false,
      show: one.value,
      'onUpdate:show': (value: boolean) => (one.value = value),
    })
  }
})

async function press(key: string): Promise<void> {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await flushPromises()
}

describe('a dialog', () => {
  it('puts the focus on its first field, and back on what opened it', async () => {
    await openDialog()
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Title')
    byRole('button', 'Close').click()
    await flushPromises()
    expect(document.activeElement?.textContent).toBe('Open')
  })

  it('keeps Tab within', async () => {
    await openDialog()
    expect(await tab()).toBe(false)
    byRole('button', 'Save').focus()
    expect(await tab()).toBe(true)
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Close')
    expect(await tab(true)).toBe(true)
    expect(document.activeElement?.textContent).toBe('Save')
  })

  it('closes on Escape, the nearest one alone', async () => {
    wrapper = await mountApp(Nested)
    byRole('button', 'Open').click()
    await flushPromises()
    byRole('button', 'Open another').click()
    await flushPromises()
    expect(opened).toEqual(['one', 'two'])
    await press('Escape')
    expect(opened).toEqual(['one'])
    await press('Escape')
    expect(opened).toEqual([])
  })

  it('stays on Escape when it must be answered', async () => {
    wrapper = await mountApp(Demanding)
    await press('Escape')
    expect(opened).toEqual(['one'])
  })
})
