/**
 * Nobody reads faster than thirty changes a second: every other frame stays free. A little less than two frames, so that
 * one that comes a moment early is not passed over.
 */
const REST_MS = 30

export interface FramePacer {
  /** Has the work done with a coming frame; asking again before that changes nothing. */
  request(): void
  dispose(): void
}

export function createFramePacer(work: () => void): FramePacer {
  let frame: number | null = null
  let workedAt = -REST_MS

  function run(time: number): void {
    if (time - workedAt < REST_MS) {
      frame = requestAnimationFrame(run)
      return
    }
    frame = null
    workedAt = time
    work()
  }

  return {
    request: () => {
      frame ??= requestAnimationFrame(run)
    },
    dispose: () => {
      if (frame !== null) cancelAnimationFrame(frame)
    },
  }
}
