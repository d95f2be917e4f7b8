import type { Link, TcpProxy } from './tcp-proxy.ts'

/**
 * Holds the COMMIT of the transaction that inserts this text, before the database gets it, or else the database's answer to
 * it. Resolves with the connection once that is held.
 */
export function holdCommit(
  proxy: TcpProxy,
  { of: text, at }: { of: string; at: 'commit' | 'answer' },
): Promise<Link> {
  const writing = new Set<Link>()
  const committing = new Set<Link>()
  return new Promise((resolve) => {
    proxy.setTap((link, direction, chunk) => {
      const isCommit = direction === 'up' && writing.has(link) && /commit/i.test(chunk.toString('latin1'))
      if (direction === 'up' && chunk.includes(text)) writing.add(link)
      if (isCommit && at === 'answer') committing.add(link)
      const isAnswer = direction === 'down' && committing.has(link)
      const isWanted = at === 'commit' ? isCommit : isAnswer
      if (!isWanted) return 'pass'
      proxy.setTap(null)
      resolve(link)
      return 'hold'
    })
  })
}
