import type { Attachment } from '@chatmore/api/contract'
import { defineStore } from 'pinia'
import { reactive } from 'vue'

/** What was typed and not sent. */
export interface Draft {
  text: string
  /** Files that the server has already, to go with the text. */
  attachments?: readonly Attachment[] | undefined
  /**
   * The id under which this very text, with these files, may have reached the server already: sending it again under the
   * same id cannot write it twice.
   */
  unsure?: { clientMessageId: string; content: string; attachmentIds?: string[] } | undefined
}

/** A message that could not be sent. */
interface Returned {
  content: string
  attachments: readonly Attachment[]
  /** The id under which the server may have it nevertheless. */
  unsureId: string | null
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

  function attach(key: string, attachment: Attachment): void {
    const draft = read(key)
    write(key, { ...draft, attachments: [...(draft.attachments ?? []), attachment] })
  }

  function detach(key: string, attachmentIds: readonly string[]): void {
    const draft = read(key)
    write(key, { ...draft, attachments: draft.attachments?.filter(({ id }) => !attachmentIds.includes(id)) })
  }

  /** Gives back what could not be sent, before what was typed and attached since. */
  function giveBack(key: string, { content, attachments, unsureId }: Returned): void {
    const { text, attachments: since = [] } = read(key)
    const isEmpty = text.trim() === '' && since.length === 0
    const attachmentIds = attachments.map(({ id }) => id)
    write(key, {
      text: text.trim() === '' ? content : `${content}\n\n${text}`,
      attachments: [...attachments, ...since],
      unsure: unsureId && isEmpty ? { clientMessageId: unsureId, content, attachmentIds } : undefined,
    })
  }

  return { read, write, attach, detach, giveBack }
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
  const draft = value as Partial<Draft> | null
  return typeof draft?.text === 'string' && (draft.attachments ?? []).every(isAttachment)
}

function isAttachment(value: Partial<Attachment> | null): boolean {
  return (
    typeof value?.id === 'string' &&
    typeof value.name === 'string' &&
    typeof value.size === 'number' &&
    typeof value.mediaType === 'string'
  )
}

function isEmpty({ text, attachments = [] }: Draft): boolean {
  return text === '' && attachments.length === 0
}

function store(key: string, draft: Draft): void {
  try {
    if (isEmpty(draft)) localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, JSON.stringify(draft))
  } catch {
    // The browser's storage is full or switched off: the draft lives as long as the page.
  }
}
