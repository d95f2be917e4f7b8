import { useEventListener } from '@vueuse/core'
import type { Ref } from 'vue'
import { copyText } from '../browser/copy-text.ts'

const SHOWN_MS = 1500

/** Makes the copy buttons of code blocks work: they are part of rendered text, so that one listener serves them all. */
export function useCopyCode(root: Readonly<Ref<HTMLElement | null>>, toDoneText: () => string): void {
  useEventListener(root, 'click', (event: MouseEvent) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>('.md-copy')
    const code = button?.closest('.md-code')?.querySelector('code')
    if (button && code) void copy(button, code.textContent, toDoneText())
  })
}

async function copy(button: HTMLElement, code: string, doneText: string): Promise<void> {
  await copyText(code)
  const label = button.textContent
  if (label === doneText) return
  button.textContent = doneText
  setTimeout(() => (button.textContent = label), SHOWN_MS)
}
