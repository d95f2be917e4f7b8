import { getUntypedClient, type TRPCUntypedClient } from '@trpc/client'
import type { DataTag, QueryFunctionContext } from '@tanstack/vue-query'
import type { Page } from '@chatmore/api/contract'

type CallOptions = { signal?: AbortSignal }

interface QueryBinding<Input, Output> {
  /** For `useQuery(() => api.x.y.queryOptions(input))`. */
  queryOptions(input: Input): {
    queryKey: DataTag<readonly unknown[], Output>
    queryFn: (context: QueryFunctionContext) => Promise<Output>
  }
  /** For `useInfiniteQuery`, of procedures that take a `cursor` and give a page. */
  infiniteQueryOptions(input: Omit<NonNullable<Input>, 'cursor'>): {
    queryKey: readonly unknown[]
    queryFn: (context: QueryFunctionContext<readonly unknown[], string | null>) => Promise<Output>
    initialPageParam: string | null
    getNextPageParam: (lastPage: Output) => Output extends Page<unknown> ? string | null : never
  }
  queryKey(input?: Input): DataTag<readonly unknown[], Output>
}

interface MutationBinding<Input, Output> {
  mutationOptions(): {
    mutationKey: readonly unknown[]
    mutationFn: (input: Input) => Promise<Output>
  }
}

/** The keys of everything beneath a path, to invalidate a whole router at once. */
interface PathBinding {
  pathKey(): readonly unknown[]
}

/** The calls of a tRPC client as options for Vue Query, with inputs and outputs inferred from the router. */
export type QueryBindings<Client> = PathBinding & {
  [Key in keyof Client]: Client[Key] extends {
    query: (input: infer Input, options?: CallOptions) => Promise<infer Output>
  }
    ? QueryBinding<Input, Output> & PathBinding
    : Client[Key] extends { mutate: (input: infer Input, options?: CallOptions) => Promise<infer Output> }
      ? MutationBinding<Input, Output> & PathBinding
      : Client[Key] extends { subscribe: unknown }
        ? never
        : QueryBindings<Client[Key]>
}

/** Keys have tRPC's own form, `[[path...], { input?, type? }]`: a path's key is the prefix of all keys beneath it. */
function toKey(path: readonly string[], input: unknown, type: 'query' | 'infinite'): readonly unknown[] {
  return [path, { ...(input === undefined ? {} : { input }), type }]
}

type Leaf = (client: TRPCUntypedClient<never>, path: readonly string[], input?: unknown) => unknown

const leaves: Record<string, Leaf> = {
  pathKey: (_client, path) => [path],
  queryKey: (_client, path, input) => toKey(path, input, 'query'),
  queryOptions: (client, path, input) => ({
    queryKey: toKey(path, input, 'query'),
    queryFn: ({ signal }: QueryFunctionContext) => client.query(path.join('.'), input, { signal }),
  }),
  infiniteQueryOptions: (client, path, input) => ({
    queryKey: toKey(path, input, 'infinite'),
    queryFn: ({ signal, pageParam }: QueryFunctionContext<readonly unknown[], string | null>) =>
      client.query(path.join('.'), { ...(input as object), cursor: pageParam }, { signal }),
    initialPageParam: null,
    getNextPageParam: (lastPage: Page<unknown>) => lastPage.nextCursor,
  }),
  mutationOptions: (client, path) => ({
    mutationKey: [path],
    mutationFn: (input: unknown) => client.mutation(path.join('.'), input),
  }),
}

/** Wraps a tRPC client, so that `api.session.get.queryOptions({ id })` fits Vue Query. */
export function createQueryBindings<Client>(client: Client): QueryBindings<Client> {
  const untyped = getUntypedClient(client as never) as TRPCUntypedClient<never>
  return bindPath(untyped, []) as QueryBindings<Client>
}

function bindPath(client: TRPCUntypedClient<never>, path: readonly string[]): unknown {
  return new Proxy(() => undefined, {
    get: (_target, key) => (typeof key === 'string' ? bindPath(client, [...path, key]) : undefined),
    apply: (_target, _self, [input]: unknown[]) => {
      const leaf = leaves[path.at(-1) ?? '']
      if (!leaf) throw new TypeError(`${path.join('.')} is not a function of the query bindings`)
      return leaf(client, path.slice(0, -1), input)
    },
  })
}
