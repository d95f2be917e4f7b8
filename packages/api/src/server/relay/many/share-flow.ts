import type { BodyFlow } from '@chatmore/llm'

/** Holds all endpoints back whose answers go to one reader, those too that begin while it is slow. */
export function shareFlow() {
  const flows = new Set<BodyFlow>()
  let isPaused = false
  return {
    flow: {
      pause() {
        isPaused = true
        for (const each of flows) each.pause()
      },
      resume() {
        isPaused = false
        for (const each of flows) each.resume()
      },
    },
    add(given: BodyFlow) {
      flows.add(given)
      if (isPaused) given.pause()
    },
    /** Its connection may serve another call from now on. */
    remove: (given: BodyFlow | null) => void (given && flows.delete(given)),
  }
}
