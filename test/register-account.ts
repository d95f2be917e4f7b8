import type { User } from '@chatmore/api/contract'

export interface SignedIn {
  user: User
  email: string
  password: string
  /** The `Cookie` header of the registration's session. */
  cookie: string
  /** An API key of the user. */
  token: string
}

/** Registers as a browser does, by cookie, and makes an API key for clients that have none. */
export async function registerAccount(url: string, email: string): Promise<SignedIn> {
  const password = 'correct horse battery staple'
  const registered = await call(url, 'auth.register', { input: { email, password } })
  const cookie = registered.headers
    .getSetCookie()
    .map((header) => header.split(';')[0])
    .join('; ')
  const created = await call(url, 'apiKey.create', { input: { name: 'test' }, cookie })
  return {
    user: (await dataOf<{ user: User }>(registered)).user,
    email,
    password,
    cookie,
    token: (await dataOf<{ key: string }>(created)).key,
  }
}

async function call(url: string, path: string, { input, cookie }: { input: object; cookie?: string }) {
  const response = await fetch(`${url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...(cookie && { cookie }) },
    body: JSON.stringify(input),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return response
}

async function dataOf<Data>(response: Response): Promise<Data> {
  const body = (await response.json()) as { result: { data: Data } }
  return body.result.data
}
