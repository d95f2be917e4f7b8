import { dirname } from 'node:path'
import ts from 'typescript'

/** The sources as the repository's own type check reads them. */
export function createProgram(entry: string, configFile: string): ts.Program {
  const { config, error } = ts.readConfigFile(configFile, ts.sys.readFile)
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'))
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, files: [entry] },
    ts.sys,
    dirname(configFile),
  )
  return ts.createProgram([entry], options)
}
