import { datetime } from 'drizzle-orm/mysql-core'

/** A moment in UTC with milliseconds. Written by code or by UTC_TIMESTAMP(3), never by a default: those follow the server's time zone. */
export const timeColumn = (name: string) => datetime(name, { mode: 'date', fsp: 3 })
