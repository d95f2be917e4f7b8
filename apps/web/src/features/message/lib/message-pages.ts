import type { Message, Page } from '@chatmore/api/contract'
import type { InfiniteData } from '@tanstack/vue-query'
import { keepFurtherAlong } from './keep-further-along.ts'

/** The pages of a window's messages: the newest page first, within a page oldest to newest. */
export type MessagePages = InfiniteData<Page<Message>, string | null>

/** All messages of the pages, oldest first, each once. */
export function listMessages(pages: MessagePages): Message[] {
  const byId = new Map<string, Message>()
  for (const message of pages.pages.flatMap((page) => page.items)) {
    const known = byId.get(message.id)
    byId.set(message.id, known ? keepFurtherAlong(known, message) : message)
  }
  return [...byId.values()].sort((one, other) => one.seq - other.seq)
}

/**
 * Pages that were read again, over those that were there: a read that is older than a watch event neither takes back
 * what the event told nor loses the message that it brought. What stood before `historySeq` and is not read any more was
 * archived.
 */
export function mergePages(
  known: MessagePages | undefined,
  fresh: MessagePages,
  historySeq = 0,
): MessagePages {
  if (!known) return fresh
  const before = new Map(listMessages(known).map((message) => [message.id, message]))
  const pages = fresh.pages.map((page) => ({
    ...page,
    items: page.items.map((message) => keep(before, message)),
  }))
  const newest = Math.max(-1, ...pages.flatMap((page) => page.items.map((message) => message.seq)))
  const [first, ...rest] = pages
  if (!first) return fresh
  const newer = [...before.values()].filter(({ seq }) => seq > newest && seq >= historySeq)
  return { ...fresh, pages: [{ ...first, items: [...first.items, ...newer] }, ...rest] }
}

/** The pages without the oldest ones, which can be read again. */
export function keepNewestPages({ pages, pageParams }: MessagePages, count: number): MessagePages {
  return { pages: pages.slice(0, count), pageParams: pageParams.slice(0, count) }
}

/** The pages with a message put in, or replaced by what is newly known of it. */
export function putMessage(known: MessagePages | undefined, message: Message): MessagePages {
  const [first, ...rest] = known?.pages ?? []
  if (!known || !first) return { pages: [{ items: [message], nextCursor: null }], pageParams: [null] }
  const isKnown = known.pages.some((page) => page.items.some((item) => item.id === message.id))
  if (!isKnown) return { ...known, pages: [{ ...first, items: [...first.items, message] }, ...rest] }
  return {
    ...known,
    pages: known.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => (item.id === message.id ? keepFurtherAlong(item, message) : item)),
    })),
  }
}

function keep(before: Map<string, Message>, message: Message): Message {
  const known = before.get(message.id)
  return known ? keepFurtherAlong(known, message) : message
}
