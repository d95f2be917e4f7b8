import { defineConfig } from '@playwright/test'
import { findChromium } from './support/find-chromium.ts'

export default defineConfig({
  testDir: '.',
  outputDir: './results/artifacts',
  forbidOnly: true,
  workers: 2,
  fullyParallel: true,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'results/report.json' }]],
  use: {
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    // A trace makes a journey take nearly twice as long. To see one: npm run e2e -- <file> --trace retain-on-failure
    trace: 'off',
    launchOptions: findChromium(),
  },
})
