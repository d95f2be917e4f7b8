import type { Call } from '@chatmore/api/contract'
import { useI18n } from 'vue-i18n'

/** What calls are told by in more than one place. */
export function useCallWords() {
  const { t, d } = useI18n()
  return {
    toTime: (moment: string) => d(new Date(moment), { dateStyle: 'short', timeStyle: 'medium' }),
    /** Of a blind session's call there is neither name until its models are revealed. */
    toModel: ({ modelName, upstreamModel }: Call) => modelName ?? upstreamModel ?? t('calls.hiddenModel'),
    /** With the key of the program that asked. */
    toSource: ({ source, apiKeyName }: Call) =>
      [t(`calls.source.${source}`), ...(apiKeyName === null ? [] : [apiKeyName])].join(' · '),
    toUser: ({ userName }: Call) => userName ?? t('calls.goneUser'),
  }
}
