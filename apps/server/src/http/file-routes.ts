import type { Api, OpenFile } from '@chatmore/api/server'
import { Hono, type Context } from 'hono'
import type { ReadClientAddress } from '../client-address.ts'
import type { OriginPolicy } from '../origin-policy.ts'
import { answerCaller } from './answer-caller.ts'
import { errorResponse } from './error-response.ts'
import type { HostContext } from './host-context.ts'
import { allowListedOrigins, refuseOtherOrigins } from './origin-rules.ts'

export interface FileRoutesOptions {
  api: Api
  originPolicy: OriginPolicy
  readClientAddress: ReadClientAddress
}

/** `POST /files?name=` keeps the bytes that are sent; `GET /files/<id>` gives them back. */
export function fileRoutes({ api, originPolicy, readClientAddress }: FileRoutesOptions): Hono<HostContext> {
  const routes = new Hono<HostContext>()
  routes.use(allowListedOrigins(originPolicy), refuseOtherOrigins(originPolicy))

  const answer = (context: Context<HostContext>, work: Parameters<typeof answerCaller>[2]) =>
    answerCaller({ api, readClientAddress }, context, work)

  routes.post('/', (context) =>
    answer(context, async (connection) => {
      const { headers, body } = context.req.raw
      const mediaType = (headers.get('content-type') ?? '').split(';', 1).join('').trim().toLowerCase()
      if (mediaType.startsWith('multipart/') || isCompressed(headers)) return unreadable()
      const length = headers.get('content-length')
      const upload = { mediaType, length: length === null ? null : Number(length), body: body ?? nothing() }
      return Response.json(await api.uploadFile(connection, { name: context.req.query('name'), ...upload }), {
        status: 201,
      })
    }),
  )
  routes.get('/:id', (context) =>
    answer(context, async (connection) =>
      toResponse(await api.openFile(connection, context.req.param('id'))),
    ),
  )
  return routes
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}

function isCompressed(headers: Headers): boolean {
  return !/^(identity)?$/i.test(headers.get('content-encoding') ?? '')
}

function unreadable(): Response {
  const message = 'send the bytes of the file themselves, neither as a form nor compressed'
  return errorResponse({ status: 415, appError: { code: 'INVALID_INPUT' }, message })
}

/** What is no image is never shown as a page of ours. */
function toResponse({ attachment, parts }: OpenFile): Response {
  const { name, mediaType, size } = attachment
  const isImage = mediaType.startsWith('image/')
  return new Response(ReadableStream.from(parts), {
    headers: {
      'content-type': isImage ? mediaType : `${mediaType}; charset=utf-8`,
      'content-length': String(size),
      'content-disposition': `${isImage ? 'inline' : 'attachment'}; ${toFileName(name)}`,
      // The bytes behind an id never change.
      'cache-control': 'private, max-age=31536000, immutable',
    },
  })
}

/** For old programs in ASCII, for others as it is (RFC 6266). */
function toFileName(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["%\\]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return `filename="${plain}"; filename*=UTF-8''${encoded}`
}
