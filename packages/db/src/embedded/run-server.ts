import { claimServer } from './claim-server.ts'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'
import { findRunningServer } from './find-running-server.ts'
import { findServerBinary } from './find-server-binary.ts'
import { initialiseData } from './initialise-data.ts'
import { launchServer, type RunningServer } from './launch-server.ts'
import type { Durability } from './server-arguments.ts'
import type { ServerFiles } from './server-files.ts'
import { createSettings, readSettings, renewEndpoint, type ServerSettings } from './server-settings.ts'

export interface OwnServer extends RunningServer {
  settings: ServerSettings
}

/** Takes over the server that an earlier start left on this folder, or starts one. */
export async function runServer(files: ServerFiles, durability: Durability): Promise<OwnServer> {
  const earlier = readSettings(files)
  const leftover = earlier && (await findRunningServer(files, earlier))
  if (leftover) return claim(files, { ...leftover, settings: earlier })
  const binary = await findServerBinary(earlier?.flavour)
  const settings = earlier ? await renewEndpoint(files, earlier) : await createSettings(files, binary.flavour)
  await initialiseData(files, binary)
  return claim(files, { ...(await launchServer(binary.path, { files, settings, durability })), settings })
}

/** Starts it again where it ended, at the address that it had. */
export async function rerunServer(
  files: ServerFiles,
  { settings }: OwnServer,
  durability: Durability,
): Promise<OwnServer> {
  const leftover = await findRunningServer(files, settings)
  if (leftover) return claim(files, { ...leftover, settings })
  const binary = await findServerBinary(settings.flavour)
  return claim(files, { ...(await launchServer(binary.path, { files, settings, durability })), settings })
}

async function claim(files: ServerFiles, server: OwnServer): Promise<OwnServer> {
  if (await claimServer(server.connection)) return server
  server.connection.destroy()
  throw new EmbeddedDatabaseError(
    'FOLDER_IN_USE',
    `The database in ${files.root} is in use by another ChatMore; stop that one, or give this one a data folder of its own.`,
  )
}
