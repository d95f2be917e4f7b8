/** The most files that one input may come with. */
export const MAX_ATTACHMENTS = 10
/** The largest image that may be uploaded, in bytes. */
export const MAX_IMAGE_BYTES = 10 * 1024 * 1024
/** The largest text file that may be uploaded, in bytes. */
export const MAX_TEXT_FILE_BYTES = 256 * 1024
/** How large the files of one input may be together, in bytes: endpoints refuse requests that are much larger. */
export const MAX_ATTACHMENTS_BYTES = 20 * 1024 * 1024
/** What images may be, told by their first bytes and not by their names. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const
/** What every other file is: text in UTF-8. */
export const TEXT_FILE_TYPE = 'text/plain'

/** A file that was uploaded by `POST /files`; `GET /files/<id>` gives its bytes to who may read it. */
export interface Attachment {
  id: string
  name: string
  /** One of `imageTypes`, or `TEXT_FILE_TYPE`. */
  mediaType: string
  /** In bytes. */
  size: number
  /** In pixels; of images alone. */
  width?: number | undefined
  height?: number | undefined
  /** About how many tokens of a model's input it takes. */
  tokens: number
}

export function isImage({ mediaType }: Pick<Attachment, 'mediaType'>): boolean {
  return mediaType !== TEXT_FILE_TYPE
}
