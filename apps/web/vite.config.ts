import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { limitFirstLoad } from './limit-first-load.ts'
import { stylesFirst } from './styles-first.ts'

const api = `http://127.0.0.1:${process.env.PORT ?? 3000}`
const DECODE_ENTITY = fileURLToPath(new URL('src/shared/markdown/decode-entity.ts', import.meta.url))
const MAX_FIRST_LOAD = 240_000
/** Of which every page needs what the application uses of them. Others have parts for some pages: those go with the pages. */
const LIBRARIES =
  /node_modules\/(?:vue|@vue|vue-i18n|@intlify|vue-router|pinia|@tanstack|@trpc|@vueuse|css-render|@css-render|seemly|vooks)\//
const toApi = { target: api, ws: true }

export default defineConfig({
  plugins: [vue(), stylesFirst(), limitFirstLoad(MAX_FIRST_LOAD)],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  resolve: { alias: [{ find: /^entities$/, replacement: DECODE_ENTITY }] },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/trpc': toApi, '/files': toApi, '/v1': toApi },
  },
  // The thread that colours code fetches a grammar when it needs it, as the page does.
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // An inlined asset would be a data: URL, which the content security policy refuses for fonts and scripts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Only modules that nobody imports dynamically may be named here: see the decision on the first load.
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', test: LIBRARIES },
            { name: 'icons', test: /node_modules\/@lucide\/vue\// },
          ],
        },
      },
      treeshake: {
        // Building a schema has no effect: one that a page does not use is left out of it, and zod with the last one.
        manualPureFunctions: ['z', 'lineSchema', 'between', 'milliseconds'],
      },
    },
    // The grammar of C++, fetched only when an answer has some.
    chunkSizeWarningLimit: 900,
  },
  test: {
    environment: 'happy-dom',
    testTimeout: 20_000,
    // Read by Vite, so that the alias holds in tests too.
    server: { deps: { inline: ['markdown-it'] } },
  },
})
