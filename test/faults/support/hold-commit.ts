import type { Link, TcpProxy } from './tcp-proxy.ts'

/**
 * Holds the INSERT of this text, which is a transaction of its own and thus its own COMMIT, before the database gets it, or
 * else the database's answer to it. Resolves with the connection once that is held.
 */
export function holdCommit(
  proxy: TcpProxy,
  { of: text, at }: { of: string; at: 'commit' | 'answer' },
): Promise<Link> {
  let committing: Link | null = null
  return new Promise((resolve) => {
    proxy.setTap((link, direction, chunk) => {
      const isCommit = direction === 'up' && chunk.includes(text)
      const isAnswer = direction === 'down' && link === committing
      if (isCommit) committing = link
      const isWanted = at === 'commit' ? isCommit : isAnswer
      if (!isWanted) return 'pass'
      proxy.setTap(null)
      resolve(link)
      return 'hold'
    })
  })
}
