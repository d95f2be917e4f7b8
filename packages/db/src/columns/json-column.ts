import { customType } from 'drizzle-orm/mysql-core'

/**
 * An object or array as JSON. MariaDB keeps JSON as text and some driver versions hand that text over, so this is the one
 * place that parses it (https://github.com/sidorares/node-mysql2/issues/1287).
 */
export const jsonColumn = <Data extends object>(name: string) =>
  customType<{ data: Data; driverData: string }>({
    dataType: () => 'json',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value) as Data,
  })(name)
