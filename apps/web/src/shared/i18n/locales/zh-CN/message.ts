import type { Translation } from '../../translation.ts'
import type { message as english } from '../en/message.ts'

export const message: Translation<typeof english> = {}
