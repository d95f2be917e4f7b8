import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hasNewVersion } from './has-new-version.ts'

const page = (script: string) =>
  `<script src="/before-paint.js"></script><script type="module" crossorigin src="${script}"></script>`

/** The script of the open page. It is kept off the page, which would load it. */
beforeEach(() => {
  const script = document.createElement('script')
  script.setAttribute('src', '/assets/index-1.js')
  vi.spyOn(document, 'querySelector').mockReturnValue(script)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('hasNewVersion', () => {
  it.each<[string, () => Promise<Response>, boolean]>([
    ['the page has another script', () => Promise.resolve(new Response(page('/assets/index-2.js'))), true],
    ['the page has the same script', () => Promise.resolve(new Response(page('/assets/index-1.js'))), false],
    ['a network’s sign-in page is in its place', () => Promise.resolve(new Response('<p>Sign in')), false],
    ['a proxy answers', () => Promise.resolve(new Response(page('/x.js'), { status: 502 })), false],
    ['there is no network', () => Promise.reject(new TypeError('Failed to fetch')), false],
  ])('where %s', async (_where, answer, expected) => {
    vi.stubGlobal('fetch', answer)
    expect(await hasNewVersion()).toBe(expected)
  })
})
