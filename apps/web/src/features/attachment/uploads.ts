import { MAX_ATTACHMENTS, MAX_ATTACHMENTS_BYTES, type Attachment } from '@chatmore/api/contract'
import { randomId } from '../../shared/browser/random-id.ts'
import type { FileRule } from './lib/check-file.ts'
import { toFreeName } from './lib/to-free-name.ts'
import { createUpload, type Upload } from './upload.ts'
import { createUploadList, type DraftUploads, type UploadList } from './upload-list.ts'

export interface Uploads {
  of(draftKey: string): DraftUploads
  /** Checks files and begins to send them, one after the other. */
  add(draftKey: string, files: readonly File[]): Promise<void>
  retry(draftKey: string, id: string): void
  /** Tries again all that failed. */
  retryAll(): void
  /** Ends an upload, or forgets a refusal. */
  remove(draftKey: string, id: string): void
  dispose(): void
}

export interface UploadsParts {
  /** What a draft has already. */
  listAttached(draftKey: string): readonly Attachment[]
  onUploaded(draftKey: string, attachment: Attachment): void
}

/** Sends the files of drafts to the server, whatever page is open meanwhile; those of a draft in their order. */
export function createUploads({ listAttached, onUploaded }: UploadsParts): Uploads {
  const list = createUploadList()
  const sender = createSender(list, onUploaded)

  async function add(draftKey: string, files: readonly File[]): Promise<void> {
    const { checkFile } = await import('./lib/check-file.ts')
    list.put(draftKey, { refusals: [] })
    for (const file of files) {
      const verdict = await checkFile(file)
      const { uploads, refusals } = list.of(draftKey)
      const kept = [...listAttached(draftKey), ...uploads]
      const rule = 'rule' in verdict ? verdict.rule : findFull(kept, file)
      if ('mediaType' in verdict && rule === null) {
        const name = toFreeName(
          file.name,
          kept.map((each) => each.name),
        )
        list.put(draftKey, { uploads: [...uploads, createUpload(file, name, verdict.mediaType)] })
        void sender.sendNext(draftKey)
      } else if (rule !== null) {
        list.put(draftKey, { refusals: [...refusals, { id: randomId(), name: file.name, rule }] })
      }
    }
  }

  function retry(draftKey: string, id: string): void {
    list.change(draftKey, id, { state: 'waiting', error: null })
    void sender.sendNext(draftKey)
  }

  function retryAll(): void {
    for (const { draftKey, upload } of list.all()) if (upload.state === 'failed') retry(draftKey, upload.id)
  }

  function remove(draftKey: string, id: string): void {
    sender.end(id)
    list.drop(draftKey, id)
  }

  function dispose(): void {
    for (const { draftKey, upload } of list.all()) remove(draftKey, upload.id)
  }

  return { of: list.of, add, retry, retryAll, remove, dispose }
}

/** Whether one more file would be too many, or all together too large. */
function findFull(kept: readonly { size: number }[], { size }: File): FileRule | null {
  if (kept.length >= MAX_ATTACHMENTS) return 'tooMany'
  const bytes = kept.reduce((sum, each) => sum + each.size, size)
  return bytes > MAX_ATTACHMENTS_BYTES ? 'tooMuch' : null
}

/** Sends what waits, a file of a draft at a time. */
function createSender(list: UploadList, onUploaded: UploadsParts['onUploaded']) {
  const endings = new Map<string, AbortController>()

  async function sendNext(draftKey: string): Promise<void> {
    const { uploads } = list.of(draftKey)
    const next = uploads.find(({ state }) => state === 'waiting')
    if (!next || uploads.some(({ state }) => state === 'sending')) return
    await send(draftKey, next)
    await sendNext(draftKey)
  }

  async function send(draftKey: string, { id, file, name, mediaType }: Upload): Promise<void> {
    const ending = new AbortController()
    const { signal } = ending
    endings.set(id, ending)
    list.change(draftKey, id, { state: 'sending', progress: 0 })
    const onProgress = (progress: number) => list.change(draftKey, id, { progress })
    try {
      const { uploadFile } = await import('./upload-file.ts')
      const attachment = await uploadFile({ file, name, mediaType, signal, onProgress })
      list.drop(draftKey, id)
      if (!signal.aborted) onUploaded(draftKey, attachment)
    } catch (error) {
      list.change(draftKey, id, { state: 'failed', error })
    } finally {
      endings.delete(id)
    }
  }

  return { sendNext, end: (id: string) => endings.get(id)?.abort() }
}
