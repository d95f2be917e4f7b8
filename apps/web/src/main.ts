import { createClient } from '@chatmore/api/client'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { forgetUser } from './features/auth/auth-queries.ts'
import { createQueryClient } from './shared/api/query-client.ts'
import { createQueryBindings } from './shared/api/query-binding.ts'
import { apiPlugin } from './shared/api/use-api.ts'
import { createTexts, loadLocale } from './shared/i18n/i18n.ts'
import './shared/theme/base.css'
import { createRouter } from './router.ts'
import { useConnection } from './stores/connection.ts'
import { usePreferences } from './stores/preferences.ts'

const pinia = createPinia()
const client = createClient({
  url: location.origin,
  onConnectionChange: (state) => {
    const connection = useConnection(pinia)
    if (state === 'open') connection.isReconnecting = false
    if (state === 'reconnecting') connection.isReconnecting = true
  },
})
const api = createQueryBindings(client.trpc)
const i18n = createTexts()
const queryClient = createQueryClient(onUnauthorized)
const router = createRouter({ api, queryClient })

function onUnauthorized(): void {
  const here = router.currentRoute.value
  if (here.meta.isPublic) return
  forgetUser(api, queryClient)
  void router.push({ name: 'sign-in', query: { to: here.fullPath, expired: '1' } })
}

await loadLocale(i18n.global, usePreferences(pinia).locale)
const app = createApp(App)
  .use(pinia)
  .use(i18n)
  .use(VueQueryPlugin, { queryClient })
  .use(apiPlugin(client, api))
  .use(router)

// The page's outline in index.html stays until there is something to put in its place.
await router.isReady()
app.mount('#app')
