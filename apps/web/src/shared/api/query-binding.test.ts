import { QueryClient } from '@tanstack/vue-query'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Session } from '@chatmore/api/contract'
import { createFakeServer, FakeServerError } from '../testing/fake-server.ts'
import { createQueryBindings } from './query-binding.ts'
import { createQueryClient } from './query-client.ts'
import { toAppError } from './to-app-error.ts'

const id = '0'.repeat(26)

function createBindings(handlers: Parameters<typeof createFakeServer>[0]) {
  const server = createFakeServer(handlers)
  return { server, api: createQueryBindings(server.client.trpc) }
}

describe('the query bindings', () => {
  it('ask a query with its input, and know its output', async () => {
    const { server, api } = createBindings({ 'session.get': (input: { id: string }) => ({ id: input.id }) })
    const session = await new QueryClient().fetchQuery(api.session.get.queryOptions({ id }))
    expectTypeOf(session).toEqualTypeOf<Session>()
    expect(session).toEqual({ id })
    expect(server.calls).toEqual([{ path: 'session.get', input: { id } }])
  })

  it('have keys of which a path is the beginning', () => {
    const { api } = createBindings({})
    expect(api.session.pathKey()).toEqual([['session']])
    expect(api.session.get.queryKey({ id })).toEqual([['session', 'get'], { input: { id }, type: 'query' }])
    expect(api.session.get.queryOptions({ id }).queryKey).toEqual(api.session.get.queryKey({ id }))
  })

  it('invalidate a whole router at once', async () => {
    const { api } = createBindings({ 'session.get': () => ({ id }), 'auth.status': () => ({}) })
    const queryClient = new QueryClient()
    await queryClient.fetchQuery(api.session.get.queryOptions({ id }))
    await queryClient.fetchQuery(api.auth.status.queryOptions())
    await queryClient.invalidateQueries({ queryKey: api.session.pathKey() })
    expect(queryClient.getQueryState(api.session.get.queryKey({ id }))?.isInvalidated).toBe(true)
    expect(queryClient.getQueryState(api.auth.status.queryKey())?.isInvalidated).toBe(false)
  })

  it('follow the cursor of pages', async () => {
    const pages: Record<string, object> = {
      first: { items: [1], nextCursor: 'second' },
      second: { items: [2], nextCursor: null },
    }
    const { api } = createBindings({
      'session.list': ({ cursor }: { cursor: string | null }) => pages[cursor ?? 'first'],
    })
    const options = api.session.list.infiniteQueryOptions({ limit: 1 })
    const data = await new QueryClient().fetchInfiniteQuery({ ...options, pages: 3 })
    expect(data.pages).toEqual([pages.first, pages.second])
  })

  it('say what is no procedure', () => {
    const { api } = createBindings({})
    expect(() => (api.session.get as unknown as { query(): void }).query()).toThrow('session.get.query')
  })
})

describe('the query client', () => {
  it('tells when the sign-in has ended', async () => {
    let ended = 0
    const queryClient = createQueryClient(() => ended++)
    const { api } = createBindings({
      'session.get': () => {
        throw new FakeServerError('UNAUTHORIZED')
      },
      'auth.logout': () => {
        throw new FakeServerError('UNAUTHORIZED')
      },
    })
    await expect(queryClient.fetchQuery(api.session.get.queryOptions({ id }))).rejects.toThrow()
    expect(ended).toBe(1)
    const mutation = queryClient.getMutationCache().build(queryClient, api.auth.logout.mutationOptions())
    await expect(mutation.execute(undefined)).rejects.toThrow()
    expect(ended).toBe(2)
  })
})

describe('an error', () => {
  it('keeps the code, the fields and the reference that the server gave', async () => {
    const { server } = createBindings({
      'session.get': () => {
        throw new FakeServerError('INVALID_INPUT', 'r-1', { id: 'is not a valid id' })
      },
    })
    const error = await server.client.session.get({ id }).catch((thrown: unknown) => thrown)
    expect(toAppError(error)).toEqual({
      code: 'INVALID_INPUT',
      ref: 'r-1',
      fields: { id: 'is not a valid id' },
    })
  })

  it('is OFFLINE when no answer came', async () => {
    const { server } = createBindings({
      'session.get': () => {
        throw new TypeError('Failed to fetch')
      },
    })
    const error = await server.client.session.get({ id }).catch((thrown: unknown) => thrown)
    expect(toAppError(error).code).toBe('OFFLINE')
  })

  it('is INTERNAL when nothing else is known', () => {
    expect(toAppError(new Error('x')).code).toBe('INTERNAL')
    expect(toAppError(undefined).code).toBe('INTERNAL')
  })
})
