/** A file as a message carries it. */
export interface AttachmentRecord {
  id: string
  name: string
  mediaType: string
  /** In bytes. */
  size: number
}
