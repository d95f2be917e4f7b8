import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { allByRole, byRole } from '../../shared/testing/by-role.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import { createSignedInServer, id, sampleSession } from '../../shared/testing/samples.ts'

let app: Awaited<ReturnType<typeof openApp>>

beforeEach(async () => {
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
  const sessions = [
    sampleSession({ title: 'Refactor the parser' }),
    sampleSession({ id: id(201), title: 'Trip to Kyoto' }),
  ]
  app = await openApp(
    createSignedInServer({
      'session.list': ({ search }: { search?: string }) => ({
        items: sessions.filter(({ title }) => title.toLowerCase().includes(search ?? '')),
        nextCursor: null,
      }),
    }),
  )
})
afterEach(() => {
  app.close()
  vi.unstubAllGlobals()
})

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  await nextTick()
}

const field = () => byRole('combobox') as HTMLInputElement

async function openPalette(): Promise<void> {
  await press('k', { ctrlKey: true })
  await eventually(() => expect(document.activeElement).toBe(field()))
}

async function type(text: string): Promise<void> {
  field().value = text
  field().dispatchEvent(new Event('input'))
  await nextTick()
}

const currentOption = () => document.querySelector('[role="option"][aria-selected="true"]')?.textContent

describe('the command palette', () => {
  it('opens by its keys, finds a session by letters of its title and opens it', async () => {
    await openPalette()
    await type('kyoto')
    await eventually(() => expect(currentOption()).toContain('Trip to Kyoto'))
    await press('Enter')
    await eventually(() => expect(app.path()).toBe(`/sessions/${id(201)}`))
  })

  it('names the row that Enter takes as the active one, and goes through the rows by arrow keys', async () => {
    await openPalette()
    await type('theme')
    await eventually(() => expect(allByRole('option')).toHaveLength(3))
    const active = () => document.getElementById(field().getAttribute('aria-activedescendant') ?? '')
    expect(active()?.textContent).toContain('Dark')
    await press('ArrowUp')
    expect(active()?.textContent).toContain('Follow the system')
    await press('ArrowDown')
    await press('Enter')
    await eventually(() => expect(document.documentElement.dataset['theme']).toBe('dark'))
    expect(await findAxeViolations()).toEqual([])
  })

  it('closes by the same keys', async () => {
    await openPalette()
    await press('k', { ctrlKey: true })
    await eventually(() => expect(allByRole('combobox')).toHaveLength(0))
  })
})

describe('the shortcuts', () => {
  it('are listed under ?, unless one is typing, and single keys can be switched off', async () => {
    document.querySelector<HTMLElement>('input[type="search"]')?.focus()
    await press('?')
    ;(document.activeElement as HTMLElement).blur()
    expect(allByRole('dialog')).toHaveLength(0)
    await press('?')
    const dialog = await eventually(() => byRole('dialog', 'Keyboard shortcuts'))
    expect(dialog.textContent).toContain('New session')
    expect(await findAxeViolations()).toEqual([])
    byRole('switch', 'Shortcuts of a single key', dialog).click()
    await press('Escape')
    await eventually(() => expect(allByRole('dialog')).toHaveLength(0))
    await press('?')
    await press('k', { ctrlKey: true })
    await eventually(() => byRole('combobox'))
    expect(allByRole('dialog', 'Keyboard shortcuts')).toHaveLength(0)
  })
})
