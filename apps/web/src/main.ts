import { createClient } from '@chatmore/api/client'
import { createPinia } from 'pinia'
import { createWebApp } from './create-web-app.ts'
import BoardPage from './features/board/BoardPage.vue'
import AppLayout from './features/layout/AppLayout.vue'
import { followAnswers } from './shared/api/follow-answers.ts'
import { reloadOnNewVersion } from './shared/browser/reload-on-new-version.ts'
import './shared/theme/base.css'
import { useConnection } from './stores/connection.ts'

reloadOnNewVersion()

const pinia = createPinia()
const client = createClient({
  url: location.origin,
  fetch: followAnswers((hasAnswered) => useConnection(pinia).noteAnswer(hasAnswered)),
  // The outbox does that, and shows it.
  sendRetryMs: 0,
  onConnectionChange: (state) => useConnection(pinia).follow(state),
})

/** Not awaited by the module: files of pages import what this one is built into, and would wait for it as it does for them. */
async function start(): Promise<void> {
  const { app, router } = await createWebApp({ client, pinia, pages: { AppLayout, BoardPage } })
  // The page's outline in index.html stays until there is something to put in its place.
  await router.isReady()
  app.mount('#app')
}

void start()
