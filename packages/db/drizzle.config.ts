import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'mysql',
  schema: './packages/db/src/schema/*.ts',
  out: './packages/db/migrations',
})
