import { relative } from 'node:path'
import { asRoot } from './initialise-data.ts'
import type { ServerFiles } from './server-files.ts'
import { DATABASE_NAME, USER_NAME, type ServerSettings } from './server-settings.ts'

export type Durability = 'full' | 'relaxed'

/** `relaxed` is for tests: the data need not outlive the machine. */
export interface ServerOptions {
  files: ServerFiles
  settings: ServerSettings
  durability: Durability
  /** These win over ours. */
  more?: string[]
}

export function toServerArguments({ files, settings, durability, more = [] }: ServerOptions): string[] {
  return [
    // Must come first.
    '--no-defaults',
    ...asRoot(),
    `--datadir=${files.data}`,
    // A server removes all temporary tables that it finds there when it starts, another server's too.
    `--tmpdir=${files.temporary}`,
    `--pid-file=${files.pid}`,
    `--init-file=${files.initScript}`,
    ...toEndpoint(files, settings),
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_bin',
    '--default-time-zone=+00:00',
    '--max-allowed-packet=64M',
    '--max-connections=200',
    '--local-infile=OFF',
    '--performance-schema=OFF',
    '--skip-log-bin',
    ...(settings.flavour === 'mysql' ? ['--mysqlx=OFF'] : []),
    ...toDurability(durability),
    ...more,
  ]
}

/** A socket that only this user's folder leads to, else a port of this machine alone. */
function toEndpoint(files: ServerFiles, settings: ServerSettings): string[] {
  if (settings.port === null) return ['--skip-networking', `--socket=${files.socket}`]
  // The server wants a socket in any case. Relative to its data folder it is short enough, whatever the path of that.
  const socket = relative(files.data, files.socket)
  return ['--bind-address=127.0.0.1', `--port=${settings.port}`, `--socket=${socket}`]
}

function toDurability(durability: Durability): string[] {
  if (durability === 'full') return ['--innodb-flush-log-at-trx-commit=1']
  return ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=OFF', '--innodb-fast-shutdown=2']
}

/**
 * Run by the server at each start, before it takes connections: one statement a line. The user may use this database and
 * those beside it that tests make, and nothing else of the server.
 */
export function toInitScript({ flavour, password }: ServerSettings): string {
  const hosts = ['localhost', '127.0.0.1']
  return [
    `CREATE DATABASE IF NOT EXISTS ${DATABASE_NAME} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;`,
    // MariaDB gives its root to nobody but the system's root; MySQL, set up this way, to anybody.
    ...(flavour === 'mysql' ? [`ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';`] : []),
    ...hosts.flatMap((host) => [
      `CREATE USER IF NOT EXISTS '${USER_NAME}'@'${host}' IDENTIFIED BY '${password}';`,
      `ALTER USER '${USER_NAME}'@'${host}' IDENTIFIED BY '${password}';`,
      `GRANT ALL PRIVILEGES ON \`${DATABASE_NAME}%\`.* TO '${USER_NAME}'@'${host}';`,
    ]),
    '',
  ].join('\n')
}
