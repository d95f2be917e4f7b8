import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'

/** A statement that passed. Times are those of `performance.now()`; `endedAt` is that of the answer's last bytes so far. */
export interface Statement {
  sql: string
  connection: number
  startedAt: number
  endedAt: number
}

export interface StatementLog {
  /** The database's address by way of this log. */
  url: string
  /** What has passed so far, oldest first. */
  statements: Statement[]
  close(): Promise<void>
}

const QUERY = 0x03
const PREPARE = 0x16
const EXECUTE = 0x17

/** Stands between the server and its database and notes each statement: what a general log would, without its rights. */
export async function startStatementLog(databaseUrl: string): Promise<StatementLog> {
  const database = new URL(databaseUrl)
  const socketPath = database.searchParams.get('socketPath')
  const sockets = new Set<Socket>()
  const statements: Statement[] = []
  let connections = 0
  const server = createServer({ noDelay: true }, (client) => {
    const behind = socketPath
      ? connect(socketPath)
      : connect({ host: database.hostname, port: Number(database.port || 3306), noDelay: true })
    join(client, behind, createNotes(statements, (connections += 1)))
    for (const socket of [client, behind]) sockets.add(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.searchParams.delete('socketPath')
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    statements,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function join(client: Socket, behind: Socket, notes: Notes): void {
  client.on('data', (bytes) => {
    notes.asked(bytes)
    behind.write(bytes)
  })
  behind.on('data', (bytes) => {
    notes.answered(bytes)
    client.write(bytes)
  })
  for (const [one, other] of [
    [client, behind],
    [behind, client],
  ] as const) {
    one.on('close', () => other.destroy())
    one.on('error', () => other.destroy())
  }
}

interface Notes {
  asked(bytes: Buffer): void
  answered(bytes: Buffer): void
}

/** Reads one connection's packets: 3 bytes of length, 1 that counts, and a command where the count is 0. */
function createNotes(statements: Statement[], connection: number): Notes {
  const prepared = new Map<number, string>()
  let received: Buffer = Buffer.alloc(0)
  let last: Statement | null = null
  let preparing: string | null = null

  function take(payload: Buffer): void {
    const command = payload[0]
    const text = payload.toString('utf8', 1)
    if (command === PREPARE) preparing = text
    const sql = command === EXECUTE ? prepared.get(payload.readUInt32LE(1)) : text
    if ((command !== QUERY && command !== EXECUTE) || sql === undefined) return
    const now = performance.now()
    last = { sql, connection, startedAt: now, endedAt: now }
    statements.push(last)
  }

  return {
    asked(bytes) {
      received = received.length === 0 ? bytes : Buffer.concat([received, bytes])
      while (received.length >= 4) {
        const end = 4 + received.readUIntLE(0, 3)
        if (received.length < end) return
        if (received[3] === 0 && end > 4) take(received.subarray(4, end))
        received = received.subarray(end)
      }
    },
    answered(bytes) {
      if (last) last.endedAt = performance.now()
      // The answer to a PREPARE starts with 0 and the statement's number.
      if (preparing !== null && bytes[4] === 0) prepared.set(bytes.readUInt32LE(5), preparing)
      preparing = null
    },
  }
}
