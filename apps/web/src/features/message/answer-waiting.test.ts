import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { texts as chinese } from '../../shared/i18n/locales/zh-CN.ts'
import { texts as english } from '../../shared/i18n/locales/en.ts'
import AnswerWaiting from './AnswerWaiting.vue'

const say = (locale: 'en' | 'zh-CN', place: number | null) => {
  const i18n = createI18n({ legacy: false, locale, messages: { en: english, 'zh-CN': chinese } })
  const wrapper = mount(AnswerWaiting, { props: { clock: undefined, place }, global: { plugins: [i18n] } })
  return wrapper.text()
}

it.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [22, '22nd'],
  [103, '103rd'],
])('says that an answer waits, %i as %s', (place, word) => {
  expect(say('en', place)).toBe(`Waiting: the model is busy, and this is ${word} in line`)
  expect(say('zh-CN', place)).toContain(`第 ${place} 位`)
})

it('says nothing of a line where there is none', () => {
  expect(say('en', null)).toBe('Waiting for the first token')
})
