import { decimal } from 'drizzle-orm/mysql-core'

/** An amount of money as a decimal string, ten places. */
export const moneyColumn = (name: string) => decimal(name, { precision: 20, scale: 10 })
