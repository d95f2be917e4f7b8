import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import { allByRole, byRole } from '../testing/by-role.ts'
import AppMenu from './AppMenu.vue'

let wrapper: ReturnType<typeof mount> | undefined

afterEach(() => {
  wrapper?.unmount()
  document.body.replaceChildren()
})

const items = [
  { key: 'a', label: 'Rename' },
  { key: 'b', label: 'Locked', isDisabled: true },
  { key: 'c', label: 'Delete', startsGroup: true },
]

async function openMenu(): Promise<string[]> {
  const chosen: string[] = []
  wrapper = mount(AppMenu, {
    attachTo: document.body,
    props: { items, label: 'Actions', onSelect: (key: string) => chosen.push(key) },
    slots: { trigger: ({ trigger }: { trigger: object }) => h('button', { ...trigger }, 'Open') },
  })
  byRole('button', 'Open').click()
  await flushPromises()
  return chosen
}

async function press(key: string): Promise<void> {
  document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
  )
  await flushPromises()
}

describe('a menu', () => {
  it('opens on its first item, and walks over what cannot be chosen', async () => {
    await openMenu()
    expect(document.activeElement?.textContent).toBe('Rename')
    await press('ArrowDown')
    expect(document.activeElement?.textContent).toBe('Delete')
    await press('ArrowDown')
    expect(document.activeElement?.textContent).toBe('Rename')
    await press('ArrowUp')
    expect(document.activeElement?.textContent).toBe('Delete')
    await press('Home')
    expect(document.activeElement?.textContent).toBe('Rename')
    await press('End')
    expect(document.activeElement?.textContent).toBe('Delete')
  })

  it.each(['Escape', 'Tab'])('closes on %s, back on its button', async (key) => {
    const chosen = await openMenu()
    expect(byRole('button', 'Open').getAttribute('aria-expanded')).toBe('true')
    await press(key)
    expect(allByRole('menu')).toEqual([])
    expect(document.activeElement?.textContent).toBe('Open')
    expect(chosen).toEqual([])
  })

  it('tells what was chosen, and closes', async () => {
    const chosen = await openMenu()
    byRole('menuitem', 'Delete').click()
    await flushPromises()
    expect(chosen).toEqual(['c'])
    expect(allByRole('menu')).toEqual([])
  })

  it('closes when its button is pressed again', async () => {
    await openMenu()
    byRole('button', 'Open').click()
    await flushPromises()
    expect(allByRole('menu')).toEqual([])
  })
})
