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
})
