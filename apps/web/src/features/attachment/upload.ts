import { isImage } from '@chatmore/api/contract'
import { randomId } from '../../shared/browser/random-id.ts'
import type { FileRule } from './lib/check-file.ts'

/** A file on its way to the server, or one that did not get there. */
export interface Upload {
  id: string
  file: Blob
  name: string
  mediaType: string
  size: number
  /** Of an image; for as long as it is an upload. */
  previewUrl: string | null
  state: 'waiting' | 'sending' | 'failed'
  /** From 0 to 1. */
  progress: number
  /** What went wrong, where it failed. */
  error: unknown
}

/** A file that cannot be attached at all. */
export interface Refusal {
  id: string
  name: string
  rule: FileRule
}

export function createUpload(file: File, name: string, mediaType: string): Upload {
  return {
    id: randomId(),
    file,
    name,
    mediaType,
    size: file.size,
    previewUrl: isImage({ mediaType }) ? URL.createObjectURL(file) : null,
    state: 'waiting',
    progress: 0,
    error: null,
  }
}
