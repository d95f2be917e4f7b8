import { isInFlight, type Message } from '@chatmore/api/contract'
import { useI18n } from 'vue-i18n'

/** What an answer did not come to, in words; nothing of one that is done. */
export function useErrorWords(): (message: Message) => string {
  const { t } = useI18n()
  return ({ status, content }) => {
    if (isInFlight(status)) return t('compare.running')
    if (status !== 'done') return t(`compare.ended.${status}`)
    return content === '' ? t('compare.empty') : ''
  }
}
