import type { Connection } from 'mysql2/promise'
import { openConnection } from '../connection/open-connection.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { toDatabaseError } from '../errors/to-database-error.ts'

/** Connects to the database that the address names, after creating it when the server does not have it. */
export function connectOrCreate(url: string): Promise<Connection> {
  return openConnection(url).catch((error: unknown) => {
    if (error instanceof DatabaseError && error.code === 'UNKNOWN_DATABASE') return createAndConnect(url)
    throw error
  })
}

async function createAndConnect(url: string): Promise<Connection> {
  const address = new URL(url)
  const name = decodeURIComponent(address.pathname.slice(1))
  address.pathname = '/'
  const connection = await openConnection(address.href)
  try {
    await connection.query('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4', [name])
  } catch (error) {
    throw toDatabaseError(error, url)
  } finally {
    connection.destroy()
  }
  return openConnection(url)
}
