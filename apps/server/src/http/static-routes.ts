import { Hono, type Context } from 'hono'
import type { Encoding, StaticFile, StaticFiles } from './static-files.ts'

/** Paths that never are a page of the web app, so that a mistyped call shows as 404 and not as HTML. */
const NOT_PAGES = /^\/(assets|trpc|v1|healthz|readyz|metrics)(\/|$)/

/** The web app: its files, and its start page for every address that a person may open or reload. */
export function staticRoutes(files: StaticFiles): Hono {
  const routes = new Hono()
  routes.get('/*', (context) => {
    const file = findFile(files, context.req.path)
    if (file) return answer(context, file)
    const page = files.get('/index.html')
    if (page && isNavigation(context)) return answer(context, page)
    return context.notFound()
  })
  return routes
}

function findFile(files: StaticFiles, urlPath: string): StaticFile | undefined {
  return files.get(urlPath === '/' ? '/index.html' : decodePath(urlPath))
}

function decodePath(urlPath: string): string {
  try {
    return decodeURIComponent(urlPath)
  } catch {
    return urlPath
  }
}

function isNavigation(context: Context): boolean {
  const isPage = context.req.header('accept')?.includes('text/html') ?? false
  return isPage && !NOT_PAGES.test(context.req.path)
}

function answer(context: Context, file: StaticFile): Response {
  const headers = new Headers({
    'content-type': file.type,
    'cache-control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
  })
  if (file.bodies.br || file.bodies.gzip) headers.set('vary', 'accept-encoding')
  if (context.req.header('if-none-match')?.includes(file.etag)) {
    return new Response(null, { status: 304, headers })
  }
  const encoding = chooseEncoding(context.req.header('accept-encoding') ?? '', file)
  const body = file.bodies[encoding] ?? file.bodies.identity
  if (encoding !== 'identity') headers.set('content-encoding', encoding)
  headers.set('content-length', String(body.byteLength))
  return new Response(body, { headers })
}

function chooseEncoding(accepted: string, file: StaticFile): Encoding {
  const accepts = (name: string) =>
    new RegExp(`(^|,)\\s*${name}\\s*(;\\s*q=(?!0(\\.0*)?\\s*(,|$))|,|$)`).test(accepted)
  if (file.bodies.br && accepts('br')) return 'br'
  return file.bodies.gzip && accepts('gzip') ? 'gzip' : 'identity'
}
