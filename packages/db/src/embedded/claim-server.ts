import type { Connection, RowDataPacket } from 'mysql2/promise'

/** A killed ChatMore's lock goes with its connection, which the server may notice a moment later. */
const WAIT_SECONDS = 2
const ONE_YEAR_SECONDS = 31_536_000

/**
 * Takes the server for this process, for as long as the connection lasts. Whatever the lock file says, as in a container that
 * sees no process of the other, no two have it. False where another has.
 */
export async function claimServer(connection: Connection): Promise<boolean> {
  await connection.query(`SET SESSION wait_timeout = ${ONE_YEAR_SECONDS}`)
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT GET_LOCK('chatmore_owner', ${WAIT_SECONDS}) AS granted`,
  )
  return rows[0]?.granted === 1
}
