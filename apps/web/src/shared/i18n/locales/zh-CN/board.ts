import type { Translation } from '../../translation.ts'
import type { board as english } from '../en/board.ts'

export const board: Translation<typeof english> = {}
