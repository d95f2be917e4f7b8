import './real-node-names.ts'
import { flushPromises } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { vi } from 'vitest'
import { createMemoryHistory, type Router } from 'vue-router'
import { createWebApp } from '../../create-web-app.ts'
import type { FirstPages } from '../../router.ts'
import type { FakeServer } from './fake-server.ts'

/** Loaded as other pages are: a test that opens neither does without them. */
const pages: FirstPages = {
  AppLayout: () => import('../../features/layout/AppLayout.vue'),
  BoardPage: () => import('../../features/board/BoardPage.vue'),
}

interface OpenApp {
  router: Router
  /** Where the address bar stands. */
  path(): string
  close(): void
}

/** Opens the whole application at a path, as a browser would. */
export async function openApp(server: FakeServer, path = '/'): Promise<OpenApp> {
  const history = createMemoryHistory()
  // Where a browser begins, too.
  history.replace(path)
  const { app, router } = await createWebApp({
    client: server.client,
    pinia: createPinia(),
    pages,
    history,
  })
  const root = document.createElement('div')
  document.body.append(root)
  await router.push(path)
  app.mount(root)
  await flushPromises()
  return {
    router,
    path: () => router.currentRoute.value.fullPath,
    close() {
      app.unmount()
      document.body.replaceChildren()
      localStorage.clear()
    },
  }
}

/** What `find` gives, as soon as it throws no more: for what waits on a request or on a page's script. */
export function eventually<Value>(find: () => Value): Promise<Value> {
  return vi.waitFor(find, { timeout: 10_000, interval: 10 })
}
