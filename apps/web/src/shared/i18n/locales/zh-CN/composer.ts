import type { Translation } from '../../translation.ts'
import type { composer as english } from '../en/composer.ts'

export const composer: Translation<typeof english> = {}
