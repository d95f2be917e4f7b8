import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** In the usual order, but for the one that takes longest: begun last, it would go on alone for a minute. */
class SoakFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files)
    const isSoak = ({ moduleId }: TestSpecification) => moduleId.endsWith('/soak.test.ts')
    return [...usual.filter(isSoak), ...usual.filter((file) => !isSoak(file))]
  }
}

const web = './apps/web/vite.config.ts'
/** From where its public files are found. */
const root = './apps/web'
/** These have no page, and keep nothing between calls: they share what is loaded. */
const pureOfWeb = ['*.test.ts', 'src/**/lib/**/*.test.ts']

/** These turn clocks, and know neither servers nor databases, whose timers would go along. */
const withoutServer = ['packages/{llm,sdk}/**/*.test.ts', 'packages/api/src/{client,contract}/**/*.test.ts']

const node = {
  environment: 'node' as const,
  // What one file needs is then loaded already for the next, which takes a third of the time off.
  isolate: false,
  // A busy machine may take seconds for what takes one call after another.
  testTimeout: 60_000,
  hookTimeout: 60_000,
}

export default defineConfig({
  test: {
    // Many tests wait for processes, databases and faults rather than for a core.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: { sequencer: SoakFirst },
    projects: [
      {
        test: {
          ...node,
          name: 'node',
          include: ['{packages,apps/server,bench,test}/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...withoutServer],
          globalSetup: ['test/database-setup.ts'],
        },
      },
      { test: { ...node, name: 'node-lib', include: withoutServer } },
      { extends: web, root, test: { name: 'web', include: ['src/**/*.test.ts'], exclude: pureOfWeb } },
      {
        extends: web,
        root,
        test: { name: 'web-lib', environment: 'node', include: pureOfWeb, isolate: false },
      },
    ],
  },
})
