import type { Translation } from '../../translation.ts'
import type { window as english } from '../en/window.ts'

export const window: Translation<typeof english> = {}
