import type { SessionSummary } from '@chatmore/api/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, nextTick, shallowRef } from 'vue'
import { mountApp } from '../../shared/testing/mount-app.ts'
import { sampleSession } from '../../shared/testing/samples.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { useFinishNotices } from './use-finish-notices.ts'

const shown: string[] = []
let hasFocus = false

beforeEach(() => {
  shown.length = 0
  hasFocus = false
  class FakeNotification {
    static permission = 'granted'
    onclick: (() => void) | null = null
    constructor(title: string, { body }: { body: string }) {
      shown.push(`${title}: ${body}`)
    }
    close(): void {}
  }
  vi.stubGlobal('Notification', FakeNotification)
  vi.spyOn(document, 'hasFocus').mockImplementation(() => hasFocus)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  localStorage.clear()
})

async function finish(isWanted: boolean): Promise<void> {
  const sessions = shallowRef<SessionSummary[]>([sampleSession({ isRunning: true })])
  const Part = defineComponent(() => {
    usePreferences().hasNotices = isWanted
    useFinishNotices(sessions)
    return () => null
  })
  const wrapper = await mountApp(Part)
  sessions.value = [sampleSession({ isRunning: false })]
  await nextTick()
  wrapper.unmount()
}

it('tells once that all windows of a session finished while one was away', async () => {
  await finish(true)
  expect(shown).toEqual(['Refactor the parser: All 3 windows have finished.'])
})

it('tells nothing to who looks at the page, or did not ask for it', async () => {
  hasFocus = true
  await finish(true)
  hasFocus = false
  await finish(false)
  expect(shown).toEqual([])
})
