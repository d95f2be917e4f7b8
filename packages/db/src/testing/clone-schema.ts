import { createConnection, type RowDataPacket } from 'mysql2/promise'

/**
 * Makes a database like another, with no rows but those that say which migrations it has had. A table in one statement
 * takes a fraction of the time that migrating takes.
 */
export async function cloneSchema(templateUrl: string, name: string): Promise<void> {
  const connection = await createConnection({ uri: templateUrl, multipleStatements: true })
  const template = connection.config.database
  const [tables] = await connection.query<RowDataPacket[]>('SHOW TABLES')
  const names = tables.map((row) => String(Object.values(row)[0]))
  const [results] = await connection.query<RowDataPacket[][]>(
    names.map((table) => `SHOW CREATE TABLE ${connection.escapeId(table)}`).join(';'),
  )
  const statements = results.map(([row]) => String(row?.['Create Table']))
  const database = connection.escapeId(name)
  await connection.query(
    [
      `CREATE DATABASE ${database}`,
      `USE ${database}`,
      'SET foreign_key_checks = 0',
      ...statements,
      `INSERT INTO schema_migrations SELECT * FROM ${connection.escapeId(String(template))}.schema_migrations`,
    ].join(';'),
  )
  await connection.end()
}
