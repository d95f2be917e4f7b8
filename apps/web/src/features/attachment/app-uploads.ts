import { inject, onScopeDispose, provide, watch, type InjectionKey } from 'vue'
import { useConnection } from '../../stores/connection.ts'
import { useDrafts } from '../composer/drafts-store.ts'
import { createUploads, type Uploads } from './uploads.ts'

const key: InjectionKey<Uploads> = Symbol('uploads')

/** The uploads of all pages of a signed-in person: one begun on a page goes on while another is open. */
export function provideUploads(): void {
  const drafts = useDrafts()
  const connection = useConnection()
  const uploads = createUploads({
    listAttached: (draftKey) => drafts.read(draftKey).attachments ?? [],
    onUploaded: drafts.attach,
  })
  watch(
    () => connection.problem,
    (problem) => problem === null && uploads.retryAll(),
  )
  onScopeDispose(uploads.dispose)
  provide(key, uploads)
}

export function useUploads(): Uploads {
  const uploads = inject(key)
  if (!uploads) throw new Error('provideUploads was not called above')
  return uploads
}
