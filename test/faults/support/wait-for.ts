import { setTimeout as delay } from 'node:timers/promises'

const POLL_MS = 50

/**
 * Resolves once the condition holds; asks again while it does not, or throws. Throws after `withinMs` with what was waited
 * for. Usable where vitest is not, and in concurrent tests.
 */
export async function waitFor(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const answer = await Promise.resolve(isTrue()).catch((error: unknown) => error)
    if (answer === true) return
    if (performance.now() > deadline) {
      throw new Error(`In ${withinMs} ms it did not come about that ${what}.`, { cause: answer })
    }
    await delay(POLL_MS)
  }
}
