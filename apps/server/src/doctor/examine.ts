import { existsSync } from 'node:fs'
import path from 'node:path'
import { inspectDatabase } from '@chatmore/db'
import type { CommandContext } from '../commands/command.ts'
import { withReached } from '../commands/with-database.ts'
import { migrationsFolder } from '../paths.ts'
import { checkAddress } from './check-address.ts'
import { checkDatabase } from './check-database.ts'
import { checkFolder } from './check-folder.ts'
import { checkSecret } from './check-secret.ts'
import { fail, warn, type Finding } from './finding.ts'

/** Looks at all that ChatMore needs, and changes nothing. */
export async function examine(context: CommandContext): Promise<Finding[]> {
  const { environment } = context
  const [folder, address] = await Promise.all([checkFolder(environment), checkAddress(environment)])
  return [folder, ...(await examineDatabase(context)), address]
}

async function examineDatabase(context: CommandContext): Promise<Finding[]> {
  const { databaseUrl, dataDir } = context.environment
  if (databaseUrl === null && !existsSync(path.join(dataDir, 'mysql'))) {
    return [warn('database', 'There is none yet: the first start makes it.')]
  }
  try {
    const found = await withReached(context, ({ url }) => inspectDatabase(url, migrationsFolder))
    return [...checkDatabase(found), await checkSecret(context.environment, found.sealed)]
  } catch (error) {
    return [fail('database', error instanceof Error ? error.message : String(error))]
  }
}
