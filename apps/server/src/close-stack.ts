/** What has been started, to be closed in the reverse order. */
export interface CloseStack {
  add(close: () => Promise<void>): void
  /** Closes everything, whatever fails on the way, and then throws the first failure. */
  close(): Promise<void>
}

export function createCloseStack(): CloseStack {
  const closers: (() => Promise<void>)[] = []
  return {
    add: (close) => void closers.push(close),
    close: async () => {
      const failures: unknown[] = []
      for (let close = closers.pop(); close; close = closers.pop()) {
        await close().catch((error: unknown) => failures.push(error))
      }
      if (failures.length > 0) throw failures[0]
    },
  }
}
