const KEY = 'chatmore.reloaded-at'
const PAUSE_MS = 30_000

/**
 * After an update of the server the scripts that an open page would load next are gone: the page is loaded anew, which
 * brings the new ones. Not twice in a row, lest a server without its files be asked for ever, and not while the server is
 * away: what the page has by then is better than a browser's page of errors.
 */
export function reloadOnNewVersion(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0)
    if (!navigator.onLine || Date.now() - last < PAUSE_MS) return
    event.preventDefault()
    void reloadIfServed()
  })
}

async function reloadIfServed(): Promise<void> {
  const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => null)
  if (!answer?.ok) return
  sessionStorage.setItem(KEY, String(Date.now()))
  location.reload()
}
