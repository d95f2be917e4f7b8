import { vi } from 'vitest'

interface FakeUpload {
  url: string
  mediaType: string
  isAborted: boolean
  /** Tells how much has gone out. */
  progress(loaded: number, total: number): void
  answer(status: number, body: unknown): void
  /** No answer comes. */
  lose(): void
}

/** Takes the place of XMLHttpRequest: uploads wait until the test answers them. Undone by `vi.unstubAllGlobals()`. */
export function stubUploads(): FakeUpload[] {
  const uploads: FakeUpload[] = []

  class FakeRequest extends EventTarget {
    readonly upload = new EventTarget()
    status = 0
    responseText = ''
    private url = ''
    private mediaType = ''

    open(_method: string, url: string): void {
      this.url = url
    }

    setRequestHeader(_name: string, value: string): void {
      this.mediaType = value
    }

    abort(): void {
      this.dispatchEvent(new Event('abort'))
    }

    send(): void {
      const fake: FakeUpload = {
        url: this.url,
        mediaType: this.mediaType,
        isAborted: false,
        progress: (loaded, total) =>
          this.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded, total })),
        answer: (status, body) => {
          this.status = status
          this.responseText = typeof body === 'string' ? body : JSON.stringify(body)
          this.dispatchEvent(new Event('load'))
        },
        lose: () => this.dispatchEvent(new Event('error')),
      }
      this.addEventListener('abort', () => (fake.isAborted = true))
      uploads.push(fake)
    }
  }

  vi.stubGlobal('XMLHttpRequest', FakeRequest)
  return uploads
}
