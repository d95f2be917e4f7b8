import { defineStore } from 'pinia'
import { reactive } from 'vue'

/** What was typed and not sent. */
export interface Draft {
  text: string
  /**
   * The id under which this very text may have reached the server already: sending it again under the same id cannot
   * write it twice.
   */
  unsure?: { clientMessageId: string; content: string } | undefined
}

const PREFIX = 'chatmore.draft.'

export function toDraftKey(sessionId: string, windowId: string | null): string {
  return `${sessionId}.${windowId ?? 'all'}`
}

/** The drafts of every box, kept by this browser so that a reload loses none. */
export const useDrafts = defineStore('drafts', () => {
  const drafts = reactive(new Map<string, Draft>())

  function read(key: string): Draft {
    return drafts.get(key) ?? readStored(key)
  }

  function write(key: string, draft: Draft): void {
    drafts.set(key, draft)
    store(key, draft)
  }

  /** Gives a text back that could not be sent, before what was typed since. */
  function giveBack(key: string, content: string, unsureId: string | null): void {
    const { text } = read(key)
    const unsure = unsureId && text.trim() === '' ? { clientMessageId: unsureId, content } : undefined
    write(key, { text: text.trim() === '' ? content : `${content}\n\n${text}`, unsure })
  }

  return { read, write, giveBack }
})

function readStored(key: string): Draft {
  try {
    const draft: unknown = JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null')
    return isDraft(draft) ? draft : { text: '' }
  } catch {
    return { text: '' }
  }
}

function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'
}

function store(key: string, draft: Draft): void {
  try {
    if (draft.text === '') localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, JSON.stringify(draft))
  } catch {
    // The browser's storage is full or switched off: the draft lives as long as the page.
  }
}
