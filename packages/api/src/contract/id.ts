import { z } from 'zod'

/** A ULID: 26 characters of Crockford's base32, upper case, sortable by time (https://github.com/ulid/spec). */
export const idSchema = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'is not a valid id')

export const idInputSchema = z.strictObject({ id: idSchema })
