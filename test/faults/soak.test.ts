import { expect, test } from 'vitest'
import { runSoak } from './soak/run-soak.ts'

test.concurrent.for([2, 28])(
  'a minute of faults drawn with seed %d breaks no promise',
  { timeout: 300_000 },
  async (seed, context) => {
    const lines: string[] = []
    const { signal } = context
    const report = await runSoak({ seconds: 60, seed, tell: (line) => lines.push(line), signal })
    context.expect(report.problems, lines.join('\n')).toEqual([])
    context.expect(report.sends['ok']).toBeGreaterThan(10)
    context.expect(report.answers['done']).toBeGreaterThan(10)
    context.expect(report.shownTexts).toBeGreaterThan(20)
  },
)

test('a soak that is interrupted says so and leaves nothing running', async () => {
  const interrupt = new AbortController()
  const soak = runSoak({ seconds: 3600, seed: 3, tell: () => undefined, signal: interrupt.signal })
  interrupt.abort()
  await expect(soak).rejects.toThrow('abort')
}, 120_000)
