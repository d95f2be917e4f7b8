import type { Attachment } from '@chatmore/api/contract'

/** An image that the server keeps, with what the test is about put over it. */
export function buildAttachment(patch: Partial<Attachment> = {}): Attachment {
  return {
    id: 'file-1',
    name: 'photo.png',
    mediaType: 'image/png',
    size: 2048,
    width: 640,
    height: 480,
    tokens: 1000,
    ...patch,
  }
}

export function buildTextFile(patch: Partial<Attachment> = {}): Attachment {
  return {
    id: 'file-2',
    name: 'notes.md',
    mediaType: 'text/plain',
    size: 512,
    tokens: 128,
    ...patch,
  }
}
