import { useI18n } from 'vue-i18n'

/** A number as a place: 3rd, 第 3 位. */
export function useOrdinal() {
  const { t, locale } = useI18n()
  return (place: number) => {
    const rule = new Intl.PluralRules(locale.value, { type: 'ordinal' }).select(place)
    return t(`message.ordinal.${rule === 'one' || rule === 'two' || rule === 'few' ? rule : 'other'}`, {
      place,
    })
  }
}
