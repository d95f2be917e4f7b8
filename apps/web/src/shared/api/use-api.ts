import type { Client } from '@chatmore/api/client'
import { inject, type InjectionKey, type Plugin } from 'vue'
import type { QueryBindings } from './query-binding.ts'

export type Api = QueryBindings<Client['trpc']>

const clientKey: InjectionKey<Client> = Symbol('client')
const apiKey: InjectionKey<Api> = Symbol('api')

/** Gives every component the client and its Vue Query bindings. */
export function apiPlugin(client: Client, api: Api): Plugin {
  return (app) => {
    app.provide(clientKey, client)
    app.provide(apiKey, api)
  }
}

/** The API's procedures as Vue Query options. */
export function useApi(): Api {
  return requireProvided(apiKey)
}

/** The typed client itself: plain calls and subscriptions as async iterables. */
export function useClient(): Client {
  return requireProvided(clientKey)
}

function requireProvided<Value>(key: InjectionKey<Value>): Value {
  const value = inject(key)
  if (!value) throw new Error('apiPlugin is not installed')
  return value
}
