import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import AppSelect from './AppSelect.vue'

it('shows what is in no group, and what is in one under its heading', () => {
  const options = [
    { value: 'a', label: 'Ada' },
    { value: 'g', label: 'Grace', group: 'Navy' },
    { value: 'b', label: 'Bob' },
  ]
  const { element } = mount(AppSelect, { props: { options, modelValue: 'b' } })
  expect([...element.querySelectorAll('option')].map(({ text }) => text.trim())).toEqual([
    'Ada',
    'Bob',
    'Grace',
  ])
  expect(element.querySelector('optgroup')?.label).toBe('Navy')
  expect(element.querySelector('optgroup')?.textContent?.trim()).toBe('Grace')
  expect(element.querySelector('select')?.value).toBe('b')
})
