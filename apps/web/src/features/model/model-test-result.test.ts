import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { texts } from '../../shared/i18n/locales/en.ts'
import ModelTestResultLine from './ModelTestResultLine.vue'
import type { ModelTest } from './use-model-admin.ts'

const url = 'https://api.example.com/v1/chat/completions'
const phases = { resolveMs: 3, connectMs: 12, secureMs: null, firstByteMs: 180, firstTokenMs: 20, restMs: 5 }
const request = {
  headers: { authorization: 'Bearer [hidden]' },
  body: '{"model":"gpt-5","stream":true}',
}

async function show(test: ModelTest) {
  const i18n = createI18n({ legacy: false, locale: 'en', messages: { en: texts } })
  const wrapper = mount(ModelTestResultLine, { props: { test }, global: { plugins: [i18n] } })
  const details = wrapper.find('details')
  if (details.exists()) {
    ;(details.element as HTMLDetailsElement).open = true
    await details.trigger('toggle')
  }
  return wrapper.text()
}

it('says how long each part took, what was sent and what was answered', async () => {
  const text = await show({ ok: true, url, latencyMs: 220, status: 200, request, phases, answer: 'OK' })
  for (const told of [
    'HTTP 200',
    'Connection 12 ms',
    'First byte 180 ms',
    'Bearer [hidden]',
    '"model": "gpt-5"',
  ])
    expect(text).toContain(told)
  expect(text).toContain('It said: OK')
  expect(text).not.toContain('Encryption')
})

it('says what to do about what went wrong', async () => {
  const failed = {
    ok: false,
    url,
    latencyMs: 90,
    error: 'The key was refused.',
    errorCode: 'KEY_REFUSED' as const,
  }
  const text = await show({
    ...failed,
    status: 401,
    request,
    phases: { ...phases, restMs: null },
    answer: '',
  })
  expect(text).toContain('The key was refused.')
  expect(text).toContain('Enter the key again')
  expect(text).not.toContain('It said')
})

it('does with what a list of models tells', async () => {
  expect(await show({ ok: false, url, latencyMs: 90, error: 'No.' })).toContain('No.')
})
