import { defineConfig } from 'vite'

/** One file with everything in it, but for what is compiled for the machine. */
export default defineConfig({
  build: {
    ssr: 'src/main.ts',
    target: 'node20',
    sourcemap: true,
    minify: false,
  },
  ssr: {
    noExternal: true,
    external: ['@node-rs/argon2'],
  },
})
