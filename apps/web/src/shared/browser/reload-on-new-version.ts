const KEY = 'chatmore.reloaded-at'
const PAUSE_MS = 30_000

/**
 * After an update of the server the scripts that an open page would load next are gone: the page is loaded anew, which
 * brings the new ones. Not twice in a row, lest a server without its files be asked for ever.
 */
export function reloadOnNewVersion(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0)
    if (Date.now() - last < PAUSE_MS) return
    sessionStorage.setItem(KEY, String(Date.now()))
    event.preventDefault()
    location.reload()
  })
}
