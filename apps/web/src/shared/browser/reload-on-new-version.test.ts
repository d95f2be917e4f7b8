import { afterEach, expect, it, vi } from 'vitest'
import { reloadOnNewVersion } from './reload-on-new-version.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  sessionStorage.clear()
})

it('loads the page anew once when a script is gone, and again only after a while', () => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] })
  const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined)
  const fail = () => window.dispatchEvent(new Event('vite:preloadError', { cancelable: true }))
  reloadOnNewVersion()

  expect(fail()).toBe(false)
  expect(reload).toHaveBeenCalledTimes(1)
  expect(fail()).toBe(true)
  expect(reload).toHaveBeenCalledTimes(1)
  vi.setSystemTime(1_031_000)
  fail()
  expect(reload).toHaveBeenCalledTimes(2)
})
