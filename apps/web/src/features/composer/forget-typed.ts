const PREFIXES = ['chatmore.draft.', 'chatmore.outbox.']

/** Removes what was typed and not sent from this browser: it was written by who signs out, and others may come. */
export function forgetTyped(): void {
  try {
    const isTyped = (key: string) => PREFIXES.some((prefix) => key.startsWith(prefix))
    Object.keys(localStorage)
      .filter(isTyped)
      .forEach((key) => localStorage.removeItem(key))
  } catch {
    // Without a storage there is nothing to remove.
  }
}
