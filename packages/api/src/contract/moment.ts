import { z } from 'zod'

const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/
const RULE = 'is not a time such as 2026-11-23 or 2026-11-23T10:00:00Z'

/** A day, which means its beginning by UTC, or a moment. */
export const momentSchema = z
  .string()
  .regex(MOMENT, RULE)
  .refine((text) => isMoment(text), RULE)

/** JavaScript takes the 31st of February for the 3rd of March; the tables hold years of four digits. */
function isMoment(text: string): boolean {
  const time = Date.parse(text)
  if (Number.isNaN(time) || time < 0) return false
  const day = text.slice(0, 10)
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}
