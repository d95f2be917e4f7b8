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
    trace: 'retain-on-failure',
    launchOptions: findChromium(),
  },
})
