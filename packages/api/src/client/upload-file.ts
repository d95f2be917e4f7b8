import type { Attachment } from '../contract/index.ts'
import { toForeignAnswer } from './retry-unanswered.ts'

interface UploadParts {
  /** The server's address, without a slash at its end. */
  url: string
  headers: Record<string, string>
  credentials: NonNullable<RequestInit['credentials']>
  fetch: typeof fetch
  signal: AbortSignal
}

/** Sends a file's bytes. What the server refuses is thrown as of a call: `parseAppError` gives its code. */
export async function uploadFile(
  { url, fetch, ...parts }: UploadParts,
  file: Blob,
  name: string,
): Promise<Attachment> {
  const response = await fetch(`${url}/files?${new URLSearchParams({ name })}`, {
    method: 'POST',
    headers: { ...parts.headers, 'content-type': file.type || 'application/octet-stream' },
    body: file,
    credentials: parts.credentials,
    signal: parts.signal,
  })
  if (!response.headers.get('content-type')?.includes('json')) {
    const cause = toForeignAnswer(response.status)
    throw new Error(cause.message, { cause })
  }
  const answer = (await response.json()) as Attachment & { error?: { message: string; data: unknown } }
  if (answer.error) throw Object.assign(new Error(answer.error.message), { data: answer.error.data })
  return answer
}
