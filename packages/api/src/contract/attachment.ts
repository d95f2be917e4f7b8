/** The most files that one input may come with. */
export const MAX_ATTACHMENTS = 10
/** The largest image that may be uploaded, in bytes. */
export const MAX_IMAGE_BYTES = 8 * 1024 * 1024
/** What images may be, told by their first bytes and not by their names. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const

/** A file that was uploaded by `POST /files`; `GET /files/<id>` gives its bytes to whoever owns it. */
export interface Attachment {
  id: string
  name: string
  mediaType: string
  /** In bytes. */
  size: number
}
