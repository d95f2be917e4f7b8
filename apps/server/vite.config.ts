import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const fromHere = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

const copyMigrations: Plugin = {
  name: 'copy-migrations',
  writeBundle: () =>
    cpSync(fromHere('../../packages/db/migrations'), fromHere('./dist/migrations'), { recursive: true }),
}

/** One file with everything in it, but for what is compiled for the machine. */
export default defineConfig({
  plugins: [copyMigrations],
  build: {
    ssr: 'src/main.ts',
    target: 'node20',
    minify: false,
    // Nobody downloads the server.
    chunkSizeWarningLimit: Infinity,
  },
  ssr: {
    noExternal: true,
    external: ['@node-rs/argon2'],
  },
})
