import { postJson } from '../post-json.ts'

export interface Caller {
  url: string
  token: string
}

/** Calls a mutation over HTTP, as any program may. */
export async function callProcedure<Output>(caller: Caller, path: string, input: unknown): Promise<Output> {
  const { result } = await postJson<{ result: { data: Output } }>({
    url: `${caller.url}/trpc/${path}`,
    headers: { authorization: `Bearer ${caller.token}` },
    body: input,
  })
  return result.data
}
