const SCRIPT = 'script[type="module"][src]'

/**
 * Whether the server has another version of the page than this one: its scripts carry a hash of their content in their
 * names. Where the server does not say, it has not.
 */
export async function hasNewVersion(): Promise<boolean> {
  const own = document.querySelector(SCRIPT)?.getAttribute('src')
  if (!own) return false
  try {
    const response = await fetch('/', { cache: 'no-store' })
    if (!response.ok) return false
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const current = page.querySelector(SCRIPT)?.getAttribute('src')
    return current !== null && current !== undefined && current !== own
  } catch {
    return false
  }
}
