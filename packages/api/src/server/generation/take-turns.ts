/**
 * Lets so much in within one turn of the event loop, the rest in the turns that follow, in order. What comes in swarms then
 * leaves room for what others wait for.
 */
export function takeTurns(perTurn: number): () => Promise<void> {
  const waiting: (() => void)[] = []
  let taken = 0

  function nextTurn(): void {
    const admitted = waiting.splice(0, perTurn)
    taken = admitted.length
    if (taken > 0) setImmediate(nextTurn)
    for (const admit of admitted) admit()
  }

  return async () => {
    if (taken === perTurn) return new Promise((resolve) => waiting.push(resolve))
    if (taken === 0) setImmediate(nextTurn)
    taken += 1
  }
}
