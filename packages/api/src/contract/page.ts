import { z } from 'zod'

export const cursorSchema = z.string().min(1, 'is not a valid cursor').max(200, 'is not a valid cursor')

export const limitSchema = z
  .int('is not a whole number from 1 to 100')
  .min(1, 'is not a whole number from 1 to 100')
  .max(100, 'is not a whole number from 1 to 100')

/** A page of a list; the last page's `nextCursor` is null. */
export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}
