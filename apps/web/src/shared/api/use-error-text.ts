import { useI18n } from 'vue-i18n'
import { toAppError } from './to-app-error.ts'

/** Turns whatever was thrown into a sentence for a person, with the reference that finds it in the server's log. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useI18n()
  return (error) => {
    const { code, ref, fields } = toAppError(error)
    // The one thing of a message that the server may have thrown away.
    if (code === 'NOT_FOUND' && fields?.attachmentIds) return t('attachment.gone')
    const text = t(`errors.app.${code}`)
    return ref ? `${text} ${t('errors.reference', { ref })}` : text
  }
}
