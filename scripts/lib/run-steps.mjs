/**
 * Runs steps, at most `atOnce` together, and prints the output of each when it has ended. A step that fails stops no
 * other. Resolves with `{ name, isPassed, seconds }` a step.
 */
export async function runSteps(steps, atOnce) {
  const waiting = [...steps]
  const results = []
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await runStep(step))
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return results
}

async function runStep({ name, run }) {
  const startedAt = performance.now()
  const { code, output } = await run().catch((error) => ({ code: 1, output: error.stack }))
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const isPassed = code === 0
  if (!isPassed) console.log(`\n${output.trim()}`)
  console.log(`${isPassed ? '✓' : '✗'} ${name} (${seconds} s)`)
  return { name, isPassed, seconds }
}
