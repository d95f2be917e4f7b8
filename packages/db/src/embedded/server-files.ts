import { join, resolve } from 'node:path'

/** Where the private server keeps what. `data` is its own; the rest lies beside it, since it takes every folder in there for a database. */
export interface ServerFiles {
  root: string
  data: string
  unfinishedData: string
  temporary: string
  lock: string
  settings: string
  initScript: string
  pid: string
  socket: string
  log: string
}

export function toServerFiles(dataDir: string): ServerFiles {
  const root = resolve(dataDir, 'mysql')
  return {
    root,
    data: join(root, 'data'),
    unfinishedData: join(root, 'data.unfinished'),
    temporary: join(root, 'tmp'),
    lock: join(root, 'chatmore.lock'),
    settings: join(root, 'server.json'),
    initScript: join(root, 'init.sql'),
    pid: join(root, 'mysqld.pid'),
    socket: join(root, 'mysqld.sock'),
    log: join(root, 'mysqld.log'),
  }
}
