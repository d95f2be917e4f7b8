import { access, constants, statfs } from 'node:fs/promises'
import type { Environment } from '../env.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

const MB = 1024 * 1024
const FULL = 200 * MB
const NEARLY_FULL = 2048 * MB

/** Whether the data folder can be written, and has room. */
export async function checkFolder({ dataDir, databaseUrl }: Environment): Promise<Finding> {
  const room = await statfs(dataDir).catch(() => null)
  if (!room) {
    const says = `${dataDir} is not there yet: the first start makes it.`
    return databaseUrl === null ? warn('data folder', says) : ok('data folder', says)
  }
  const isWritable = await access(dataDir, constants.W_OK).then(
    () => true,
    () => false,
  )
  if (!isWritable) {
    return fail(
      'data folder',
      `${dataDir} cannot be written: give it to this user, or set CHATMORE_DATA_DIR to a folder of your own.`,
    )
  }
  return describeRoom(dataDir, room.bavail * room.bsize)
}

export function describeRoom(dataDir: string, free: number): Finding {
  const says = `${dataDir} has ${Math.floor(free / MB)} MB free`
  if (free < FULL) return fail('data folder', `${says}: make room, or answers cannot be stored.`)
  if (free < NEARLY_FULL) return warn('data folder', `${says}: make room soon.`)
  return ok('data folder', `${says}.`)
}
