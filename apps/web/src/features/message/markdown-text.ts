import { shallowRef, type Component } from 'vue'

/**
 * What shows Markdown; null until it is there. It is fetched while the board is already usable, and texts stand as they are
 * until then, also where it cannot be fetched.
 */
export const markdownText = shallowRef<Component | null>(null)

import('../../shared/markdown/MarkdownText.vue').then(
  (part) => (markdownText.value = part.default),
  () => undefined,
)
