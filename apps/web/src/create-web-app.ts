import type { Client } from '@chatmore/api/client'
import { VueQueryPlugin } from '@tanstack/vue-query'
import type { Pinia } from 'pinia'
import { createApp, type App as VueApp } from 'vue'
import type { Router, RouterHistory } from 'vue-router'
import App from './App.vue'
import { forgetUser, readAuthStatus } from './features/auth/auth-queries.ts'
import { createRouter, type FirstPages } from './router.ts'
import { createQueryBindings } from './shared/api/query-binding.ts'
import { createQueryClient } from './shared/api/query-client.ts'
import { apiPlugin } from './shared/api/use-api.ts'
import { createTexts, loadLocale } from './shared/i18n/i18n.ts'
import { usePreferences } from './stores/preferences.ts'

interface WebAppParts {
  client: Client
  pinia: Pinia
  pages: FirstPages
  history?: RouterHistory
}

/** The application, ready to be mounted once its router is. A sign-in that has ended leads to the sign-in page and back. */
export async function createWebApp(parts: WebAppParts): Promise<{ app: VueApp; router: Router }> {
  const { client, pinia, pages, history } = parts
  const api = createQueryBindings(client.trpc)
  const i18n = createTexts()
  const queryClient = createQueryClient(onUnauthorized)
  const router = createRouter({ api, queryClient, pages, history })

  function onUnauthorized(): void {
    const here = router.currentRoute.value
    if (here.meta.isPublic) return
    forgetUser(api, queryClient)
    void router.push({ name: 'sign-in', query: { to: here.fullPath, expired: '1' } })
  }

  // Its answer comes while the texts do: the router asks for it too, and waits.
  readAuthStatus(api, queryClient).catch(() => undefined)
  await loadLocale(i18n.global, usePreferences(pinia).locale)
  const app = createApp(App)
    .use(pinia)
    .use(i18n)
    .use(VueQueryPlugin, { queryClient })
    .use(apiPlugin(client, api))
    .use(router)
  return { app, router }
}
