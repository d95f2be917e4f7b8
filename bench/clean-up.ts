type Close = () => Promise<void>

const closers = new Set<Close>()

/** Closes it once: when it is told to, or with everything else when the bench breaks off. */
export function closeOnce(close: Close): Close {
  let closing: Promise<void> | null = null
  const once = () => {
    closers.delete(once)
    closing ??= close()
    return closing
  }
  closers.add(once)
  return once
}

/** Closes what is still open, the newest first, whatever fails on the way: no process of a broken-off run stays behind. */
export async function closeAll(): Promise<void> {
  for (const close of [...closers].reverse()) await close().catch(() => undefined)
}
