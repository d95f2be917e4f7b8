/**
 * Does work that only one tab of this browser may do at a time. Pages served without TLS have no locks: there the work is
 * done at once, and must be such that doing it twice does no harm.
 */
export async function withLock(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const locks = (navigator as { locks?: LockManager }).locks
  if (!locks) return work()
  try {
    await locks.request(name, { signal }, work)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
