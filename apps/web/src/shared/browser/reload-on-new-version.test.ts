import { afterEach, expect, it, vi } from 'vitest'
import { reloadOnNewVersion } from './reload-on-new-version.ts'

const fetching = vi.fn<typeof fetch>()

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
  sessionStorage.clear()
})

it('loads the page anew once when a script is gone, again only after a while, and never while the server is away', async () => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] })
  vi.stubGlobal('fetch', fetching)
  const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined)
  const fail = () => window.dispatchEvent(new Event('vite:preloadError', { cancelable: true }))
  reloadOnNewVersion()

  fetching.mockRejectedValueOnce(new TypeError('Failed to fetch'))
  expect(fail()).toBe(false)
  await vi.waitFor(() => expect(fetching).toHaveBeenCalledTimes(1))
  expect(reload).not.toHaveBeenCalled()

  fetching.mockImplementation(() => Promise.resolve(new Response(null)))
  fail()
  await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1))
  expect(fail()).toBe(true)
  vi.setSystemTime(1_031_000)
  fail()
  await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(2))
})
