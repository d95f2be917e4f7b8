import { openDatabase, type OpenDatabase } from '../connection/open-database.ts'
import { toServerFiles } from '../embedded/server-files.ts'
import { readSettings, toServerUrl } from '../embedded/server-settings.ts'

/** The embedded database of a ChatMore that runs on this data folder, beside it: to fill it as years of use would. */
export function openRunningDatabase(dataDir: string): OpenDatabase {
  const files = toServerFiles(dataDir)
  const settings = readSettings(files)
  if (!settings) throw new Error(`No embedded database runs on ${dataDir}.`)
  return openDatabase(toServerUrl(files, settings))
}
