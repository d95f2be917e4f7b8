import { createConnection, type Connection } from 'mysql2/promise'
import { sessionSettings } from '../connection/session-settings.ts'
import { toConnectionOptions } from '../connection/to-connection-options.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { toDatabaseError } from '../errors/to-database-error.ts'

/** Connects to the database that the address names, after creating it when the server does not have it. */
export async function connectOrCreate(url: string): Promise<Connection> {
  const connection = await connect(url).catch((error: unknown) => {
    if (error instanceof DatabaseError && error.code === 'UNKNOWN_DATABASE') return createAndConnect(url)
    throw error
  })
  for (const statement of sessionSettings) await connection.query(statement)
  return connection
}

async function createAndConnect(url: string): Promise<Connection> {
  const address = new URL(url)
  const name = decodeURIComponent(address.pathname.slice(1))
  address.pathname = '/'
  const connection = await connect(address.href)
  try {
    await connection.query('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4', [name])
  } catch (error) {
    throw toDatabaseError(error, url)
  } finally {
    connection.destroy()
  }
  return connect(url)
}

async function connect(url: string): Promise<Connection> {
  const options = toConnectionOptions(url)
  try {
    return await createConnection(options)
  } catch (error) {
    throw toDatabaseError(error, url)
  }
}
