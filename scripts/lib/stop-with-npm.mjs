const LOOK_EVERY_MS = 500

/**
 * Ends this process when the shell that npm started it in is gone: npm hands a SIGTERM on to that shell, which hands it
 * on to nobody, and a server without its npm would keep port and data folder for good.
 */
export function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_EVERY_MS)
  timer.unref()
}
