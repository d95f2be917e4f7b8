export interface FramePacer {
  /** Has the work done with a coming frame; asking again before that changes nothing. */
  request(): void
  /** The same, in so many milliseconds, unless it is done before. */
  requestIn(milliseconds: number): void
  dispose(): void
}

/** Does some work with frames of the page, and then lets a time pass. It is told when, on the page's clock. */
export function createFramePacer(work: (time: number) => void, restMs: () => number): FramePacer {
  let frame: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let workedAt = -Infinity

  function request(): void {
    frame ??= requestAnimationFrame(run)
  }

  function run(time: number): void {
    frame = null
    if (time - workedAt < restMs()) return request()
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
