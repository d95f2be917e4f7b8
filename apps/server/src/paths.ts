import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const fromHere = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** `src/` and the built `dist/` lie equally deep, so these hold for both. */
export const projectRoot = fromHere('../../..')
export const webFolder = fromHere('../../web/dist')

/** The build lays a copy beside itself. */
const builtMigrations = fromHere('./migrations')
export const migrationsFolder = existsSync(builtMigrations)
  ? builtMigrations
  : fromHere('../../../packages/db/migrations')
