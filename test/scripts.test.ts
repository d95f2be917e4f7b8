import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
/** The scripts are plain JavaScript, which the type check leaves alone. */
const load = (name: string) => import(new URL(`../scripts/lib/${name}.mjs`, import.meta.url).href)

const { readPlaywrightReport, readVitestReport } = await load('read-reports')
const { runSteps } = await load('run-steps')
const { fingerprint, isStamped, writeStamp } = await load('stamps')
const { findTool } = await load('find-tool')

let folder: string
/** Scripts name files from the root. */
const fromRoot = (name: string) => path.relative(root, path.join(folder, name))

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chatmore-scripts-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function writeReport(report: unknown): Promise<string> {
  await writeFile(path.join(folder, 'report.json'), JSON.stringify(report))
  return fromRoot('report.json')
}

describe('the counts of the test runners', () => {
  const vitestReport = (counts: object, testResults: object[] = []) => ({
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults,
    ...counts,
  })

  test('vitest’s are taken over, and what is still to be written counts as skipped', async () => {
    const report = vitestReport({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 3 })
    expect(readVitestReport(await writeReport(report))).toEqual({ passed: 5, failed: 2, skipped: 4 })
  })

  test('a file that could not be loaded counts as a failed test', async () => {
    const report = vitestReport({ numPassedTests: 5 }, [{ status: 'failed', assertionResults: [] }])
    expect(readVitestReport(await writeReport(report))).toEqual({ passed: 5, failed: 1, skipped: 0 })
  })

  test('Playwright’s are taken over, and a flaky test or an error outside of tests counts as failed', async () => {
    const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 2 }
    const report = await writeReport({ stats, errors: [{ message: 'no such file' }] })
    expect(readPlaywrightReport(report)).toEqual({ passed: 7, failed: 3, skipped: 2 })
  })

  test('a run without any test counts as failed', async () => {
    expect(readVitestReport(await writeReport(vitestReport({})))).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
    })
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 4 }
    expect(readPlaywrightReport(await writeReport({ stats, errors: [] }))).toEqual({
      passed: 0,
      failed: 1,
      skipped: 4,
    })
  })

  test('a runner that left no report counts as failed', () => {
    expect(readVitestReport(fromRoot('missing.json'))).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(readPlaywrightReport(fromRoot('missing.json'))).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe('steps', () => {
  test('a step that fails or throws stops no other, and its output is shown', async () => {
    const shown = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    const results = await runSteps(
      [
        { name: 'one', run: async () => ({ code: 1, output: 'one is wrong' }) },
        { name: 'two', run: () => Promise.reject(new Error('two broke')) },
        { name: 'three', run: async () => ({ code: 0, output: 'nothing to see' }) },
      ],
      2,
    )
    const text = shown.mock.calls.flat().join('\n')
    shown.mockRestore()
    expect(
      results.map(({ name, isPassed }: { name: string; isPassed: boolean }) => [name, isPassed]),
    ).toEqual([
      ['one', false],
      ['two', false],
      ['three', true],
    ])
    expect(text).toContain('one is wrong')
    expect(text).toContain('two broke')
    expect(text).not.toContain('nothing to see')
  })

  test('no more than so many run at once', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
    let running = 0
    let most = 0
    const run = async () => {
      most = Math.max(most, ++running)
      await Promise.resolve()
      running--
      return { code: 0, output: '' }
    }
    await runSteps(
      Array.from({ length: 6 }, (_, index) => ({ name: `step ${index}`, run })),
      2,
    )
    vi.restoreAllMocks()
    expect(most).toBe(2)
  })
})

describe('stamps', () => {
  test('a fingerprint changes with a file’s content or name, and with nothing else', async () => {
    await writeFile(path.join(folder, 'a.ts'), 'one')
    const paths = [fromRoot('.')]
    const first = fingerprint(paths)
    await writeFile(path.join(folder, 'a.ts'), 'one')
    expect(fingerprint(paths)).toBe(first)
    await writeFile(path.join(folder, 'a.ts'), 'two')
    expect(fingerprint(paths)).not.toBe(first)
    await writeFile(path.join(folder, 'a.ts'), 'one')
    await writeFile(path.join(folder, 'b.ts'), '')
    expect(fingerprint(paths)).not.toBe(first)
  })

  test('files that do not matter and missing ones change nothing', async () => {
    await writeFile(path.join(folder, 'a.ts'), 'one')
    const isSource = (file: string) => !file.endsWith('.test.ts')
    const first = fingerprint([fromRoot('.')], isSource)
    await writeFile(path.join(folder, 'a.test.ts'), 'test')
    expect(fingerprint([fromRoot('.'), fromRoot('missing')], isSource)).toBe(first)
  })

  test('a stamp holds what was written last', () => {
    const stamp = fromRoot('cache/stamp')
    expect(isStamped(stamp, 'one')).toBe(false)
    writeStamp(stamp, 'one')
    expect(isStamped(stamp, 'one')).toBe(true)
    expect(isStamped(stamp, 'two')).toBe(false)
  })
})

test('a tool is found by its package and program, and a missing one is named', () => {
  expect(findTool('typescript', { program: 'tsc' })).toMatch(/typescript[\\/]bin[\\/]tsc$/)
  expect(() => findTool('no-such-tool')).toThrow('no-such-tool is not installed')
})
