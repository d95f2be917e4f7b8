import { defineConfig } from '@playwright/test'
import { findChromium } from '../support/find-chromium.ts'

/** For `npm run shots`: pictures of everything, to be looked at. Nothing is asserted of them. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.shots.ts',
  outputDir: '../results/artifacts',
  globalTeardown: './write-sheet.ts',
  workers: 2,
  fullyParallel: true,
  timeout: 1_800_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: { locale: 'en-US', timezoneId: 'UTC', actionTimeout: 30_000, launchOptions: findChromium() },
})
