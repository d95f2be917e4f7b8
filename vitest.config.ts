import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Many tests wait for processes and databases rather than for a core, so no core is left to others.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'packages/**/*.test.ts',
            'apps/server/**/*.test.ts',
            'bench/**/*.test.ts',
            'test/**/*.test.ts',
          ],
          globalSetup: ['test/database-setup.ts'],
          // A busy machine may take seconds for what takes one call after another.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      'apps/web',
    ],
  },
})
