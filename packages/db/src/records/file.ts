/** A file as a message carries it. */
export interface AttachmentRecord {
  id: string
  name: string
  mediaType: string
  /** In bytes. */
  size: number
  /** In pixels; of images alone. */
  width?: number | undefined
  height?: number | undefined
  /** About how many tokens of a model's input it takes. */
  tokens: number
}

/** A file with the SHA-256 of its bytes, in lower-case hexadecimal. */
export interface FileRecord extends AttachmentRecord {
  hash: string
}

export interface FileValues {
  /** SHA-256 of `bytes` in lower-case hexadecimal. */
  hash: string
  bytes: Buffer
  name: string
  mediaType: string
  size: number
  width: number | null
  height: number | null
  tokens: number
  /** What all files of the user may take. */
  mostBytes: number
}
