/** Runs in the page that is measured: notes frames, long tasks, and how late a timer comes. */
{
  const LAG_MS = 10
  const samples = { frames: [], lags: [], longTasks: 0 }
  let isOn = false
  let lastFrame = 0

  const frame = (time) => {
    if (!isOn) return
    if (lastFrame > 0) samples.frames.push(time - lastFrame)
    lastFrame = time
    requestAnimationFrame(frame)
  }
  const wait = (due) => {
    if (!isOn) return
    samples.lags.push(Math.max(0, performance.now() - due))
    setTimeout(wait, LAG_MS, performance.now() + LAG_MS)
  }
  new PerformanceObserver((list) => {
    if (isOn) samples.longTasks += list.getEntries().length
  }).observe({ type: 'longtask' })

  const isReadable = (log) => ([...log.querySelectorAll('article')].at(-1)?.textContent.length ?? 0) > 40
  const countReadable = () => [...document.querySelectorAll('[role="log"]')].filter(isReadable).length

  window.benchSampler = {
    start() {
      Object.assign(samples, { frames: [], lags: [], longTasks: 0 })
      isOn = true
      lastFrame = 0
      requestAnimationFrame(frame)
      setTimeout(wait, LAG_MS, performance.now() + LAG_MS)
    },
    stop() {
      isOn = false
      return samples
    },
    /** When so many windows had been painted with their newest message, in milliseconds since the page began. */
    whenReadable: (windows) =>
      new Promise((resolve) => {
        const look = () => {
          if (countReadable() < windows) requestAnimationFrame(look)
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
        }
        look()
      }),
    /** When the last messages had come, on the same clock. */
    whenMessagesCame() {
      const calls = performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.includes('/trpc/message.'))
      return Math.max(...calls.map(({ responseEnd }) => responseEnd))
    },
  }
}
