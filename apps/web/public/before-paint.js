// The content security policy allows no eval. Zod would try it, and the browser would report that as an error.
globalThis.__zod_globalConfig = { jitless: true }

// Runs before the first paint, so that a dark page never flashes white. The keys are those of stores/preferences.ts.
;(function () {
  try {
    var stored = localStorage.getItem('chatmore.theme')
    var isDark =
      stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
    document.documentElement.lang = localStorage.getItem('chatmore.locale') || navigator.language || 'en'
  } catch {
    document.documentElement.dataset.theme = 'light'
  }
})()
