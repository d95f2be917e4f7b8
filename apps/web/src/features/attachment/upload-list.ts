import { shallowReactive } from 'vue'
import type { Refusal, Upload } from './upload.ts'

export interface DraftUploads {
  uploads: readonly Upload[]
  refusals: readonly Refusal[]
}

export interface UploadList {
  of(draftKey: string): DraftUploads
  all(): { draftKey: string; upload: Upload }[]
  put(draftKey: string, patch: Partial<DraftUploads>): void
  change(draftKey: string, id: string, patch: Partial<Upload>): void
  drop(draftKey: string, id: string): void
}

const NONE: DraftUploads = { uploads: [], refusals: [] }

/** What is on its way for each draft, as the screen shows it. */
export function createUploadList(): UploadList {
  const drafts = shallowReactive(new Map<string, DraftUploads>())
  const of = (draftKey: string) => drafts.get(draftKey) ?? NONE

  function put(draftKey: string, patch: Partial<DraftUploads>): void {
    drafts.set(draftKey, { ...of(draftKey), ...patch })
  }

  function change(draftKey: string, id: string, patch: Partial<Upload>): void {
    const { uploads } = of(draftKey)
    put(draftKey, { uploads: uploads.map((each) => (each.id === id ? { ...each, ...patch } : each)) })
  }

  function drop(draftKey: string, id: string): void {
    const { uploads, refusals } = of(draftKey)
    const previewUrl = uploads.find((each) => each.id === id)?.previewUrl
    if (previewUrl) URL.revokeObjectURL(previewUrl)
    const isOther = (each: { id: string }) => each.id !== id
    put(draftKey, { uploads: uploads.filter(isOther), refusals: refusals.filter(isOther) })
  }

  const all = () =>
    [...drafts].flatMap(([draftKey, { uploads }]) => uploads.map((upload) => ({ draftKey, upload })))
  return { of, all, put, change, drop }
}
