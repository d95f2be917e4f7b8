import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { limitFirstLoad } from './limit-first-load.ts'

const api = `http://127.0.0.1:${process.env.PORT ?? 3000}`
const MAX_FIRST_LOAD = 275_000
const toApi = { target: api, ws: true }

export default defineConfig({
  plugins: [vue(), limitFirstLoad(MAX_FIRST_LOAD)],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
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
      treeshake: {
        // Building a schema has no effect: one that a page does not use is left out of it, and zod with the last one.
        manualPureFunctions: ['z', 'lineSchema', 'between', 'milliseconds'],
      },
    },
    // The grammar of C++, fetched only when an answer has some.
    chunkSizeWarningLimit: 900,
  },
  test: {
    name: 'web',
    environment: 'happy-dom',
    include: ['*.test.ts', 'src/**/*.test.ts'],
    testTimeout: 20_000,
  },
})
