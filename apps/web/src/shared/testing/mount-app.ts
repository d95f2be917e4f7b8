import './real-node-names.ts'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { defineComponent, h, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { createQueryClient } from '../api/query-client.ts'
import { createQueryBindings } from '../api/query-binding.ts'
import { apiPlugin } from '../api/use-api.ts'
import { createTexts, loadLocale } from '../i18n/i18n.ts'
import type { LocaleName } from '../i18n/locale-name.ts'
import AppProviders from '../ui/AppProviders.vue'
import { createFakeServer, type FakeServer } from './fake-server.ts'

interface MountOptions {
  server?: FakeServer
  props?: Record<string, unknown>
  locale?: LocaleName
}

/** Mounts a component as the application would: with its texts, stores, queries, router and feedback. */
export async function mountApp(component: Component, options: MountOptions = {}): Promise<VueWrapper> {
  const { server = createFakeServer({}), props = {}, locale = 'en' } = options
  const i18n = createTexts()
  await loadLocale(i18n.global, locale)
  const { client } = server
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:path(.*)*', component: defineComponent(() => () => null) }],
  })
  const wrapper = mount(
    defineComponent(() => () => h(AppProviders, null, { default: () => h(component, props) })),
    {
      attachTo: document.body,
      global: {
        plugins: [
          createPinia(),
          i18n,
          router,
          [VueQueryPlugin, { queryClient: createQueryClient(() => undefined) }],
          apiPlugin(client, createQueryBindings(client.trpc)),
        ],
      },
    },
  )
  await flushPromises()
  return wrapper
}
