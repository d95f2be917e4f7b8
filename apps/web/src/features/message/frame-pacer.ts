/**
 * Nobody reads faster than thirty changes a second: every other frame stays free. A little less than two frames, so that
 * one that comes a moment early is not passed over.
 */
const REST_MS = 30

export interface FramePacer {
  /** Has the work done with a coming frame; asking again before that changes nothing. */
  request(): void
  /** The same, in so many milliseconds, unless it is done before. */
  requestIn(milliseconds: number): void
  dispose(): void
}

/** Does some work with frames of the page; it is told when, on the page's clock. */
export function createFramePacer(work: (time: number) => void): FramePacer {
  let frame: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let workedAt = -REST_MS

  function request(): void {
    frame ??= requestAnimationFrame(run)
  }

  function run(time: number): void {
    frame = null
    if (time - workedAt < REST_MS) return request()
    clearTimeout(timer)
    workedAt = time
    work(time)
  }

  return {
    request,
    requestIn: (milliseconds) => {
      clearTimeout(timer)
      timer = setTimeout(request, milliseconds)
    },
    dispose: () => {
      clearTimeout(timer)
      if (frame !== null) cancelAnimationFrame(frame)
    },
  }
}
