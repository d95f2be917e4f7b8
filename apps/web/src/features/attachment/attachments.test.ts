import { MAX_IMAGE_BYTES, type Attachment } from '@chatmore/api/contract'
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { computed, nextTick, shallowRef } from 'vue'
import { byRole } from '../../shared/testing/by-role.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { mountApp } from '../../shared/testing/mount-app.ts'
import AttachmentChips from './AttachmentChips.vue'
import MessageAttachments from './MessageAttachments.vue'
import { buildAttachment, buildTextFile } from './testing/build-attachment.ts'
import type { Upload } from './upload.ts'
import type { DraftUploads } from './upload-list.ts'
import type { Attachments } from './use-attachments.ts'

let wrapper: VueWrapper
afterEach(() => wrapper.unmount())

const text = () => document.body.textContent ?? ''
const upload = (patch: Partial<Upload>): Upload => ({
  ...{ id: 'upload-1', file: new Blob(), name: 'late.txt', mediaType: 'text/plain', size: 64 },
  ...{ previewUrl: null, state: 'sending', progress: 0.25, error: null },
  ...patch,
})

/** The files of a box, as far as its chips ask for them. */
async function mountChips(files: { attached?: Attachment[]; underway?: Partial<DraftUploads> }) {
  const attached = shallowRef<readonly Attachment[]>(files.attached ?? [])
  const underway = { uploads: [], refusals: [], ...files.underway }
  const attachments: Attachments = {
    attached: computed(() => attached.value),
    underway: computed(() => underway),
    isEmpty: computed(() => false),
    obstacle: computed(() => null),
    ...{ add: vi.fn(), onPaste: vi.fn(), remove: vi.fn(), retry: vi.fn(), settle: vi.fn(), abandon: vi.fn() },
  }
  wrapper = await mountApp(AttachmentChips, { props: { attachments } })
  return { attachments, attached }
}

describe('the files of a box', () => {
  it('show what they are, how far they are, and can be removed', async () => {
    const { attachments, attached } = await mountChips({
      attached: [buildAttachment(), buildTextFile()],
      underway: { uploads: [upload({})] },
    })
    expect(document.querySelectorAll('li')).toHaveLength(3)
    expect(text()).toContain('2 kB')
    expect(document.querySelector('img')?.getAttribute('src')).toBe('/files/file-1')
    expect(document.querySelector('progress')?.value).toBe(0.25)
    expect(byRole('status').textContent?.trim()).toBe('2 files attached')
    expect(await findAxeViolations()).toEqual([])
    byRole('button', 'Remove notes.md').click()
    expect(attachments.remove).toHaveBeenCalledWith('file-2')
    attached.value = [buildAttachment()]
    await nextTick()
    expect(byRole('status').textContent?.trim()).toBe('1 file attached')
  })

  it('say why one did not get there, and try again', async () => {
    const error = Object.assign(new Error(), { data: { appError: { code: 'FILES_FULL' } } })
    const { attachments } = await mountChips({
      underway: { uploads: [upload({ state: 'failed', error })] },
    })
    expect(text()).toContain('There is no room left for your files.')
    expect(document.querySelector('progress')).toBeNull()
    byRole('button', 'Upload late.txt again').click()
    expect(attachments.retry).toHaveBeenCalledWith('upload-1')
  })

  it('name the rule that one breaks, until that is closed', async () => {
    const refusals = [
      { id: 'refusal-1', name: 'huge.png', rule: 'imageTooLarge' as const },
      { id: 'refusal-2', name: 'report.pdf', rule: 'notAccepted' as const },
    ]
    const { attachments } = await mountChips({ underway: { refusals } })
    const most = `${MAX_IMAGE_BYTES / 1024 ** 2} MB`
    expect(byRole('alert').textContent).toContain(`huge.png is too large: an image may have at most ${most}.`)
    expect(byRole('alert').textContent).toContain('report.pdf is neither an image')
    byRole('button', 'Close the note on report.pdf').click()
    expect(attachments.remove).toHaveBeenCalledWith('refusal-2')
  })
})

describe('the files of a message', () => {
  const images = ['one', 'two'].map((id) => buildAttachment({ id, name: `${id}.png` }))

  async function openFirst(): Promise<HTMLElement> {
    wrapper = await mountApp(MessageAttachments, { props: { attachments: [...images, buildTextFile()] } })
    const thumb = byRole('button', 'Show one.png large')
    thumb.focus()
    thumb.click()
    return vi.waitFor(() => byRole('dialog', 'one.png'), { timeout: 30_000, interval: 10 })
  }
  const shown = () => document.querySelector('[role=dialog] img')?.getAttribute('src')
  const press = async (key: string) => {
    const target = document.activeElement ?? document.body
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await flushPromises()
  }

  it('open large, lead to each other by buttons and keys, and give the focus back', async () => {
    const dialog = await openFirst()
    expect(shown()).toBe('/files/one')
    expect(dialog.textContent).toContain('1 of 2')
    expect(dialog.textContent).toContain('640 × 480 · 2 kB')
    byRole('button', 'Next image', dialog).focus()
    byRole('button', 'Next image', dialog).click()
    await flushPromises()
    expect(shown()).toBe('/files/two')
    await press('ArrowRight')
    expect(shown()).toBe('/files/two')
    await press('ArrowLeft')
    expect(shown()).toBe('/files/one')
    await press('Escape')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Show one.png large')
  })

  it('say where an image cannot be loaded, and still offer the file', async () => {
    const dialog = await openFirst()
    dialog.querySelector('img')?.dispatchEvent(new Event('error'))
    await nextTick()
    expect(byRole('alert', undefined, dialog).textContent).toBe('This image could not be loaded.')
    expect(byRole('link', 'Download', dialog).getAttribute('href')).toBe('/files/one')
  })
})
