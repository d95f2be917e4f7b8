import type { ColouredCode } from './coloured-code.ts'

type Answer = { id: number; coloured: ColouredCode | null }

const waiting = new Map<number, (coloured: ColouredCode | null) => void>()
let worker: Worker | undefined
let lastId = 0

/** The colours of some code; null where it stays plain, as where they cannot be fetched. */
export function askColours(code: string, language: string): Promise<ColouredCode | null> {
  worker ??= startWorker()
  const id = (lastId += 1)
  worker.postMessage({ id, code, language })
  return new Promise((resolve) => waiting.set(id, resolve))
}

function startWorker(): Worker {
  const started = new Worker(new URL('./colour-worker.ts', import.meta.url), { type: 'module' })
  started.addEventListener('message', ({ data: { id, coloured } }: MessageEvent<Answer>) => {
    waiting.get(id)?.(coloured)
    waiting.delete(id)
  })
  started.addEventListener('error', () => {
    for (const resolve of waiting.values()) resolve(null)
    waiting.clear()
  })
  return started
}
