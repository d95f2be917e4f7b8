import type { MiddlewareHandler } from 'hono'

const PERMISSIONS = [
  ...[
    'accelerometer',
    'autoplay',
    'camera',
    'display-capture',
    'encrypted-media',
    'fullscreen',
    'geolocation',
  ],
  ...[
    'gyroscope',
    'magnetometer',
    'microphone',
    'midi',
    'payment',
    'picture-in-picture',
    'publickey-credentials-get',
  ],
  ...['screen-wake-lock', 'usb', 'xr-spatial-tracking'],
]

const ASSETS = /^\/assets\//
/** What people have uploaded: whoever opens it by its own address gets nothing that runs. */
const FILES = /^\/files\//

/**
 * Headers for every answer; those that only a page heeds are left out of the page's own files, which are many. Styles need 'unsafe-inline' because Naive UI writes `<style>` elements; images are kept to
 * our own because a model's answer may name any address.
 */
export function securityHeaders(publicUrl: string): MiddlewareHandler {
  const url = new URL(publicUrl)
  const isHttps = url.protocol === 'https:'
  const always = toHeadersOfAll(url)
  const ofPages = Object.entries({
    ...always,
    'content-security-policy': toPolicy(`${isHttps ? 'wss' : 'ws'}://${url.host}`),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': PERMISSIONS.map((name) => `${name}=()`).join(', '),
    'x-dns-prefetch-control': 'off',
    'x-frame-options': 'DENY',
  })
  // For a worker, which goes by its own file's policy, and for who opens such a file by its address.
  const ofAssets = Object.entries({
    ...always,
    'content-security-policy': "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
  })
  const ofFiles = Object.entries(headersOfData(publicUrl))
  return async (context, next) => {
    await next()
    const isAsset = context.res.ok && ASSETS.test(context.req.path)
    const isFile = context.res.ok && FILES.test(context.req.path)
    for (const [name, value] of isFile ? ofFiles : isAsset ? ofAssets : ofPages)
      context.res.headers.set(name, value)
    // Files say for how long they may be kept; nothing else may be.
    if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'no-store')
  }
}

/** For what is no page and nothing of one, whoever opens it. */
export function headersOfData(publicUrl: string): Record<string, string> {
  return { ...toHeadersOfAll(new URL(publicUrl)), 'content-security-policy': "sandbox; default-src 'none'" }
}

function toHeadersOfAll({ protocol }: URL): Record<string, string> {
  return {
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...(protocol === 'https:' && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  }
}

function toPolicy(socketOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${socketOrigin}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
