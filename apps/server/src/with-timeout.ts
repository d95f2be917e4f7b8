/** Waits for `work`, and rejects when it takes longer than `timeoutMs`. The work itself goes on. */
export function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs)
    work.finally(() => clearTimeout(timer)).then(resolve, reject)
  })
}
