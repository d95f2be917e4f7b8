import { createClient as createApiClient, type ApiClient, type ClientOptions } from '@chatmore/api/client'

/** A client of one server: every procedure as a typed call, and more on top. */
export type Client = ApiClient

/** Makes a client. */
export function createClient(options: ClientOptions): Client {
  return createApiClient(options)
}
