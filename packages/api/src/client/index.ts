export { createClient, type ClientOptions } from './create-client.ts'
export type { CallOptions, Calls, Client, ConnectionState } from './client-types.ts'
export { parseAppError } from './parse-app-error.ts'
export type { AppRouter } from '../server/router.ts'
