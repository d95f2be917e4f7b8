import type { Attachment } from '@chatmore/api/contract'

interface UploadParts {
  file: Blob
  name: string
  mediaType: string
  /** Ends it. */
  signal: AbortSignal
  /** Told from 0 to 1 how much has gone out. */
  onProgress(share: number): void
}

/**
 * Sends a file to the server, which then keeps it for a day, and for good once a message carries it. By XMLHttpRequest, as
 * fetch() tells nothing of an upload's progress.
 */
export function uploadFile({ file, name, mediaType, signal, onProgress }: UploadParts): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    call.open('POST', `/files?${new URLSearchParams({ name })}`)
    call.setRequestHeader('content-type', mediaType)
    call.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total ? loaded / total : 0))
    call.addEventListener('load', () => {
      if (call.status === 201) resolve(JSON.parse(call.responseText) as Attachment)
      else reject(toError(call))
    })
    // What fetch() throws where there was no answer.
    call.addEventListener('error', () => reject(new TypeError('The server did not answer')))
    call.addEventListener('abort', () => reject(new DOMException('The upload was ended', 'AbortError')))
    signal.addEventListener('abort', () => call.abort(), { once: true })
    if (signal.aborted) reject(new DOMException('The upload was ended', 'AbortError'))
    else call.send(file)
  })
}

/** The server's own error as a call by the client has it; a proxy's answer with its status as the cause. */
function toError({ status, responseText }: XMLHttpRequest): Error {
  try {
    const { error } = JSON.parse(responseText) as { error: { data: unknown } }
    return Object.assign(new Error('The server refused the file'), { data: error.data })
  } catch {
    return new Error('Something else answered', { cause: Object.assign(new Error(), { status }) })
  }
}
