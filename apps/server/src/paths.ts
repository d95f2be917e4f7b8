import { fileURLToPath } from 'node:url'

/** `src/` and the built `dist/` lie equally deep, so these hold for both. */
export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url))
export const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))
