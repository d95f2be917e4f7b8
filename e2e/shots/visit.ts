import type { ScriptedUpstream } from '@chatmore/llm/testing'
import type { Page } from '@playwright/test'
import type { Words } from './words.ts'

/** How a view is shown, beside as it stands. */
export interface Showing {
  /** What has to be opened anew wherever the page changes its size, such as a menu. */
  open?: () => Promise<unknown>
  close?: () => Promise<unknown>
  /** Where there is such a thing at phone widths alone, or beyond them alone. */
  only?: 'narrow' | 'broad'
}

/** What every part of the tour is given. The interface is in English while a part works with it, whatever it is shown in. */
export interface Visit {
  page: Page
  upstream: ScriptedUpstream
  words: Words
  /** Called with each page and state as it stands. */
  show: (view: string, showing?: Showing) => Promise<void>
}
