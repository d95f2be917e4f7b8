import { useLocalStorage, usePreferredDark } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { detectLocale, type LocaleName } from '../shared/i18n/locale-name.ts'
import type { ThemeName } from '../shared/theme/palette.ts'

export type ThemeChoice = 'system' | 'light' | 'dark'

/** What was never chosen goes on following the system and the browser. */
const onlyChosen = { writeDefaults: false }

/** How this person likes the screen, remembered by this browser. public/before-paint.js reads the same keys. */
export const usePreferences = defineStore('preferences', () => {
  const themeChoice = useLocalStorage<ThemeChoice>('chatmore.theme', 'system', onlyChosen)
  const locale = useLocalStorage<LocaleName>('chatmore.locale', detectLocale(navigator.languages), onlyChosen)
  /** Whether keys without Ctrl or ⌘ do anything. */
  const hasSingleKeys = useLocalStorage('chatmore.single-keys', true, onlyChosen)
  /** Whether the system tells that answers are there while one is away. */
  const hasNotices = useLocalStorage('chatmore.notices', false, onlyChosen)
  const prefersDark = usePreferredDark()

  const theme = computed<ThemeName>(() => {
    if (themeChoice.value === 'light' || themeChoice.value === 'dark') return themeChoice.value
    return prefersDark.value ? 'dark' : 'light'
  })

  return { themeChoice, theme, locale, hasSingleKeys, hasNotices }
})
